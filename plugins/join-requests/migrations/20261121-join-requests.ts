import { Migration } from '../../../engine/index.ts';

export class CreateJoinRequests extends Migration {
  override up(): void {
    this.addSql(`
      create table join_requests (
        id uuid primary key,
        room_id uuid not null,
        person_id uuid not null,
        school_id uuid not null,
        note text not null check (char_length(note) <= 300),
        state text not null check (state in ('waiting', 'approved', 'denied', 'withdrawn', 'expired', 'ended')),
        reason text not null check (char_length(reason) <= 300),
        asked_at timestamptz not null,
        answered_at timestamptz,
        check ((state = 'waiting') = (answered_at is null)),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    // Whoever asks twice at once still asks once.
    this.addSql(
      "create unique index join_requests_waiting on join_requests (room_id, person_id) where state = 'waiting'",
    );
    this.addSql('create index join_requests_room on join_requests (room_id, person_id, asked_at)');
    this.addSql('create index join_requests_person on join_requests (person_id, room_id, asked_at)');
    this.addSql('create index join_requests_asked on join_requests (school_id, asked_at)');
  }

  override down(): void {
    this.addSql('drop table join_requests');
  }
}
