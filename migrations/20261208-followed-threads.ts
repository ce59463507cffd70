import { Migration } from '@mikro-orm/migrations';

/** People follow the threads they take part in: what is new there is counted in their list of rooms. */
export class FollowThreads extends Migration {
  override up(): void {
    this.addSql('alter table thread_cursor add column follows boolean not null default false');
    this.addSql(`
      insert into thread_cursor (root_id, person_id, room_id, school_id, seen, follows)
      select distinct reply.thread_root, w.author_id, w.room_id, w.school_id, 0, true
      from (select distinct thread_root from message where thread_root is not null and deleted_at is null) reply
      join message w on w.id = reply.thread_root or w.thread_root = reply.thread_root
      where w.deleted_at is null
      on conflict (root_id, person_id) do update set follows = true`);
  }

  override down(): void {
    this.addSql('alter table thread_cursor drop column follows');
  }
}
