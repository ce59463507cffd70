import { Migration } from '../../../engine/index.ts';

/** A level beside the others, and what each send asks: whether anybody chose it in the room. */
export class AddEveryMessage extends Migration {
  override up(): void {
    this.addSql('alter table notifications_room drop constraint notifications_room_level_check');
    this.addSql(`
      alter table notifications_room
        add constraint notifications_room_level_check check (level in ('every', 'all', 'mentions', 'none'))`);
    this.addSql("create index notifications_room_every on notifications_room (room_id) where level = 'every'");
  }

  override down(): void {
    this.addSql("update notifications_room set level = 'all' where level = 'every'");
    this.addSql('drop index notifications_room_every');
    this.addSql('alter table notifications_room drop constraint notifications_room_level_check');
    this.addSql(`
      alter table notifications_room
        add constraint notifications_room_level_check check (level in ('all', 'mentions', 'none'))`);
  }
}
