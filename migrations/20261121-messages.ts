import { Migration } from '@mikro-orm/migrations';

/** Messages, what they said before, and how far each person has read each thread. */
export class CreateMessages extends Migration {
  override up(): void {
    // The key over room, author and clientId is what makes a send that is sent twice one message.
    // The one over room and seq is also the way to a page, and to what is unread after a cursor.
    this.addSql(`
      create table message (
        id uuid primary key,
        school_id uuid not null,
        room_id uuid not null,
        seq bigint check (seq > 0),
        kind text not null check (kind in ('text', 'system')),
        author_id uuid not null,
        client_id uuid not null,
        text text not null check (char_length(text) <= 10000),
        note jsonb,
        quote_id uuid references message on delete set null,
        thread_root uuid references message on delete cascade,
        created_at timestamptz not null,
        edited_at timestamptz,
        deleted_at timestamptz,
        deleted_by uuid,
        unique (room_id, seq),
        unique (room_id, author_id, client_id),
        check (kind = 'text' or note is not null),
        check (deleted_by is null or deleted_at is not null),
        check (thread_root <> id),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (author_id, school_id) references person (id, school_id),
        foreign key (deleted_by, school_id) references person (id, school_id)
      )`);
    this.addSql('create index message_thread on message (thread_root, seq) where thread_root is not null');
    this.addSql('create index message_quote on message (quote_id) where quote_id is not null');
    this.addSql(`
      create table message_edit (
        id uuid primary key,
        school_id uuid not null references school,
        message_id uuid not null references message on delete cascade,
        text text not null check (char_length(text) <= 10000),
        edited_at timestamptz not null
      )`);
    this.addSql('create index message_edit_message on message_edit (message_id, edited_at)');
    this.addSql(`
      create table thread_cursor (
        root_id uuid not null references message on delete cascade,
        person_id uuid not null,
        room_id uuid not null,
        school_id uuid not null,
        seen bigint not null check (seen >= 0),
        primary key (root_id, person_id),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      ) with (fillfactor = 70)`);
    this.addSql('create index thread_cursor_person on thread_cursor (person_id, room_id)');
    this.addSql('create index thread_cursor_room on thread_cursor (room_id)');
  }

  override down(): void {
    this.addSql('drop table thread_cursor, message_edit, message');
  }
}
