import { Migration } from '@mikro-orm/migrations';

/** Reading a room does not grow with the threads in it. */
export class KeepReadsFromThreads extends Migration {
  override up(): void {
    // The way to a page, to the last message and to what is unread: replies are never walked through.
    this.addSql('create index message_outside_threads on message (room_id, seq) where thread_root is null');
    // Each message of a page is asked for its thread. Where most rows are in one thread, statistics alone would make every
    // one of those questions a scan of the whole table; planned for threads of about twenty, each takes message_thread.
    this.addSql('alter table message alter column thread_root set (n_distinct = -0.05)');
    // Not of an empty table: PostgreSQL would plan for one that stays empty, and keep those plans while it fills.
    this.addSql(`
      do $$ begin
        if exists (select from message) then analyze message (thread_root); end if;
      end $$`);
  }

  override down(): void {
    this.addSql('alter table message alter column thread_root reset (n_distinct)');
    this.addSql('drop index message_outside_threads');
  }
}
