import { Migration } from '../../../engine/index.ts';

/** Which rooms and threads are on somebody's screen now. Unlogged, like the sockets that it speaks of. */
export class CreateLooking extends Migration {
  override up(): void {
    this.addSql(`
      create unlogged table notifications_looking (
        connection_id uuid not null,
        place_id uuid not null,
        person_id uuid not null,
        school_id uuid not null,
        since timestamptz not null,
        primary key (connection_id, place_id),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index notifications_looking_person on notifications_looking (person_id, place_id)');
  }

  override down(): void {
    this.addSql('drop table notifications_looking');
  }
}
