import { Migration } from '@mikro-orm/migrations';

/**
 * Schools, and who is in them. `(id, school_id)` is unique wherever another table points: a foreign key over both ties
 * each row to one school, whoever writes it.
 */
export class CreateSchoolsAndPeople extends Migration {
  override up(): void {
    this.addSql(`
      create table school (
        id uuid primary key,
        slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
        created_at timestamptz not null
      )`);
    // Room on each page for last_seen_at, which changes all day: the new version of a row stays beside the old one.
    this.addSql(`
      create table person (
        id uuid primary key,
        school_id uuid not null references school,
        account_id text,
        email text not null check (char_length(email) between 3 and 320),
        name text not null check (char_length(name) between 1 and 200),
        role text not null check (role in ('admin', 'teacher', 'assistant', 'student', 'guardian')),
        avatar_version text,
        created_at timestamptz not null,
        last_seen_at timestamptz,
        left_at timestamptz,
        unique (id, school_id),
        unique (school_id, account_id)
      ) with (fillfactor = 80)`);
    this.addSql('create unique index person_email on person (school_id, lower(email))');
    this.addSql('create index person_account on person (account_id) where account_id is not null');
    this.addSql('create index person_name on person (school_id, lower(name) text_pattern_ops)');
    this.addSql(`
      create table avatar (
        person_id uuid primary key,
        school_id uuid not null,
        version text not null,
        type text not null check (type like 'image/%'),
        image bytea not null check (octet_length(image) <= 1048576),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql(`
      create table contact (
        owner_id uuid not null,
        person_id uuid not null,
        school_id uuid not null,
        added_at timestamptz not null,
        primary key (owner_id, person_id),
        check (owner_id <> person_id),
        foreign key (owner_id, school_id) references person (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index contact_person on contact (person_id)');
  }

  override down(): void {
    this.addSql('drop table contact, avatar, person, school');
  }
}
