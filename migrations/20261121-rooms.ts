import { Migration } from '@mikro-orm/migrations';

/** Rooms and who is in them. What hangs on a room goes with it when the sweep deletes the room for good. */
export class CreateRooms extends Migration {
  override up(): void {
    // Every message moves its room's head: half of each page is left free, so that no index is touched by it.
    this.addSql(`
      create table room (
        id uuid primary key,
        school_id uuid not null,
        classroom_id uuid not null,
        parent_id uuid,
        kind text not null check (kind ~ '^[a-z][a-z0-9-]*$'),
        title text not null check (char_length(title) between 1 and 200),
        entry text not null check (entry in ('open', 'on-request')),
        posting text not null check (posting in ('discussion', 'announcement')),
        history text not null check (history in ('all', 'from-join')),
        everyone boolean not null,
        head bigint not null check (head >= 0),
        roster bigint not null,
        created_by uuid not null,
        created_at timestamptz not null,
        archived_at timestamptz,
        deleted_at timestamptz,
        unique (id, school_id),
        foreign key (classroom_id, school_id) references classroom (id, school_id),
        foreign key (parent_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (created_by, school_id) references person (id, school_id)
      ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)`);
    this.addSql('create index room_classroom on room (classroom_id) where deleted_at is null');
    this.addSql('create index room_parent on room (parent_id) where parent_id is not null');
    this.addSql('create index room_deleted on room (deleted_at) where deleted_at is not null');
    this.addSql(`
      create table participant (
        room_id uuid not null,
        person_id uuid not null,
        school_id uuid not null,
        role text not null check (role in ('host', 'moderator', 'member', 'observer')),
        joined_at timestamptz not null,
        left_at timestamptz,
        removed_at timestamptz,
        seen bigint not null check (seen >= 0),
        visible_from bigint not null check (visible_from >= 0),
        primary key (room_id, person_id),
        check (removed_at is null or left_at is not null),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`);
    this.addSql('create index participant_person on participant (person_id, room_id) where left_at is null');
  }

  override down(): void {
    this.addSql('drop table participant, room');
  }
}
