import { Migration } from '../../../engine/index.ts';

export class CreateFiles extends Migration {
  override up(): void {
    this.addSql(`
      create table attachments_file (
        id uuid primary key,
        school_id uuid not null,
        person_id uuid not null,
        message_id uuid references message on delete cascade,
        room_id uuid,
        place int,
        name text not null check (char_length(name) between 1 and 255),
        voice boolean not null default false,
        type text,
        kind text check (kind in ('image', 'video', 'audio', 'voice', 'pdf', 'document', 'text')),
        size bigint not null check (size > 0),
        here boolean not null default false,
        prepared text not null default 'not yet' check (prepared in ('not yet', 'done', 'failed')),
        scan text not null default 'none' check (scan in ('none', 'waiting', 'clean', 'infected')),
        caption text not null default '',
        alt text not null default '',
        width int,
        height int,
        duration int,
        blur text,
        peaks jsonb,
        forms jsonb not null default '{}',
        created_at timestamptz not null,
        check (not here or (type is not null and kind is not null)),
        check (message_id is null or (here and room_id is not null and place is not null)),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade,
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade
      )`);
    this.addSql('create index attachments_file_message on attachments_file (message_id, place)');
    this.addSql('create index attachments_file_person on attachments_file (person_id)');
    this.addSql('create index attachments_file_room on attachments_file (room_id)');
    this.addSql('create index attachments_file_unclaimed on attachments_file (created_at) where message_id is null');
    this.addSql(`
      create table attachments_doomed (
        file_id uuid primary key,
        school_id uuid not null references school on delete cascade,
        created_at timestamptz not null
      )`);
    // Bytes cannot be rolled back: they go after the commit that took their row, whatever took it.
    this.addSql(`
      create function attachments_doom() returns trigger language plpgsql as $$
      begin
        insert into attachments_doomed (file_id, school_id, created_at) values (old.id, old.school_id, now())
          on conflict do nothing;
        return null;
      end $$`);
    this.addSql(
      'create trigger attachments_doom after delete on attachments_file for each row execute function attachments_doom()',
    );
  }

  override down(): void {
    this.addSql('drop table attachments_file');
    this.addSql('drop function attachments_doom');
    this.addSql('drop table attachments_doomed');
  }
}
