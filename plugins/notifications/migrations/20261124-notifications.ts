import { Migration } from '../../../engine/index.ts';

export class CreateNotifications extends Migration {
  override up(): void {
    // One row for each source and person, however often a job is run.
    this.addSql(`
      create table notifications (
        id uuid primary key,
        school_id uuid not null,
        person_id uuid not null,
        room_id uuid not null,
        seq bigint not null,
        notice text not null check (char_length(notice) <= 200),
        by_id uuid,
        message_id uuid references message on delete cascade,
        fresh boolean not null,
        at timestamptz not null,
        read_at timestamptz,
        unique (room_id, seq, notice, person_id),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    // A message that concerns somebody for two reasons is one notice, and so is what somebody does to it twice.
    this.addSql('create unique index notifications_once on notifications (person_id, message_id) where fresh');
    this.addSql(`
      create unique index notifications_deed on notifications (person_id, message_id, notice, by_id)
      where not fresh and message_id is not null`);
    // So is what happens to somebody in one act: a request to join is approved, and they are brought in.
    this.addSql(
      'create unique index notifications_act on notifications (person_id, room_id, at) where message_id is null',
    );
    this.addSql('create index notifications_list on notifications (person_id, id)');
    this.addSql('create index notifications_unread on notifications (person_id, room_id) where read_at is null');
    this.addSql('create index notifications_message on notifications (message_id)');
    this.addSql('create index notifications_at on notifications (at)');
    this.addSql(`
      create table notifications_room (
        room_id uuid not null,
        person_id uuid not null,
        school_id uuid not null,
        level text not null check (level in ('all', 'mentions', 'none')),
        muted_until timestamptz,
        chosen_at timestamptz not null,
        primary key (room_id, person_id),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index notifications_room_person on notifications_room (person_id)');
  }

  override down(): void {
    this.addSql('drop table notifications_room, notifications');
  }
}
