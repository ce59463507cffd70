import { Migration } from '@mikro-orm/migrations';

/** The log of each room, and the work that waits for its transaction to have committed. */
export class CreateEventsAndOutbox extends Migration {
  override up(): void {
    this.addSql(`
      create table room_event (
        room_id uuid not null,
        seq bigint not null check (seq > 0),
        school_id uuid not null,
        type text not null,
        by_person uuid,
        by_plugin text,
        at timestamptz not null,
        payload jsonb not null,
        primary key (room_id, seq),
        check (num_nonnulls(by_person, by_plugin) = 1),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade
      )`);
    // For the sweep of old events. Rows lie in order of time, so a few bytes per hundred pages do.
    this.addSql('create index room_event_at on room_event using brin (at) with (autosummarize = on)');
    // A row lives for milliseconds and is read again under its school's own eyes: no foreign key pays for itself here.
    this.addSql(`
      create table outbox (
        id uuid primary key,
        school_id uuid not null,
        kind text not null,
        room_id uuid,
        seq bigint,
        payload jsonb,
        due_at timestamptz,
        by_plugin text,
        created_at timestamptz not null,
        check (kind <> 'after' or num_nonnulls(room_id, seq) in (0, 2))
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`);
  }

  override down(): void {
    this.addSql('drop table outbox, room_event');
  }
}
