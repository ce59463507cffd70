import { Migration } from '../../../engine/index.ts';

/** What somebody chose, and as what they were last told of; and which of their sockets are idle, as long as the sockets are. */
export class CreatePresence extends Migration {
  override up(): void {
    this.addSql(`
      create table presence (
        person_id uuid primary key,
        school_id uuid not null,
        busy boolean not null default false,
        hidden boolean not null default false,
        state text not null default 'offline' check (state in ('online', 'away', 'busy', 'offline')),
        seen_at timestamptz,
        changed_at timestamptz not null,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index presence_seen on presence (school_id, seen_at)');
    this.addSql(`
      create unlogged table presence_idle (
        connection_id uuid primary key,
        person_id uuid not null,
        school_id uuid not null,
        since timestamptz not null,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index presence_idle_person on presence_idle (person_id)');
    this.addSql('create index presence_idle_since on presence_idle (school_id, since)');
  }

  override down(): void {
    this.addSql('drop table presence_idle');
    this.addSql('drop table presence');
  }
}
