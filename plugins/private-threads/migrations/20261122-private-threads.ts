import { Migration } from '../../../engine/index.ts';

export class CreatePrivateThreads extends Migration {
  override up(): void {
    // The key over parent and pair is what makes two who start at once meet in one conversation.
    this.addSql(`
      create table private_threads (
        room_id uuid primary key,
        school_id uuid not null,
        parent_id uuid not null,
        low_id uuid not null,
        high_id uuid not null,
        about_id uuid references message on delete set null,
        about_by uuid,
        started_by uuid not null,
        started_at timestamptz not null,
        unique (parent_id, low_id, high_id),
        check (low_id < high_id),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (parent_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (low_id, school_id) references person (id, school_id) on delete cascade,
        foreign key (high_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index private_threads_low on private_threads (low_id)');
    this.addSql('create index private_threads_high on private_threads (high_id)');
    this.addSql('create index private_threads_about on private_threads (about_id) where about_id is not null');
    this.addSql(`
      create table private_threads_message (
        message_id uuid primary key references message on delete cascade,
        room_id uuid not null,
        school_id uuid not null,
        supervised boolean not null,
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade
      )`);
    this.addSql('create index private_threads_message_open on private_threads_message (room_id) where not supervised');
    this.addSql('create index private_threads_message_room on private_threads_message (room_id)');
    this.addSql(`
      create table private_threads_policy (
        id uuid primary key,
        school_id uuid not null,
        classroom_id uuid not null,
        room_id uuid,
        rules jsonb not null,
        changed_by uuid not null,
        changed_at timestamptz not null,
        foreign key (classroom_id, school_id) references classroom (id, school_id) on delete cascade,
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade
      )`);
    this.addSql(
      'create unique index private_threads_policy_class on private_threads_policy (classroom_id) where room_id is null',
    );
    this.addSql('create unique index private_threads_policy_room on private_threads_policy (classroom_id, room_id)');
    this.addSql(`
      create table private_threads_opening (
        id uuid primary key,
        school_id uuid not null,
        room_id uuid not null,
        person_id uuid not null,
        reason text not null check (char_length(reason) <= 500),
        visible_from bigint not null,
        opened_at timestamptz not null,
        closed_at timestamptz,
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index private_threads_opening_room on private_threads_opening (room_id)');
    this.addSql('create index private_threads_opening_person on private_threads_opening (person_id)');
    this.addSql('create index private_threads_opening_closed on private_threads_opening (school_id, closed_at)');
  }

  override down(): void {
    this.addSql('drop table private_threads_opening, private_threads_policy, private_threads_message, private_threads');
  }
}
