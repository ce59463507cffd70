import { Migration } from '@mikro-orm/migrations';

/** What is done about people of a school, by whom and when; and the one-time passwords by which they come in again. */
export class KeepActsAboutPeople extends Migration {
  override up(): void {
    this.addSql(`
      create table person_act (
        id uuid primary key,
        school_id uuid not null,
        person_id uuid not null,
        by_person uuid,
        by_plugin text,
        what text not null check (char_length(what) between 1 and 40),
        facts jsonb not null,
        at timestamptz not null,
        foreign key (person_id, school_id) references person (id, school_id),
        foreign key (by_person, school_id) references person (id, school_id)
      )`);
    this.addSql('create index person_act_person on person_act (person_id, id)');
    this.addSql(`comment on table person_act is 'append-only'`);
    // While a row is here the account's own password opens nothing, so none goes by a sweep.
    this.addSql(`
      create table password_slip (
        account_id text primary key,
        school_id uuid not null,
        person_id uuid not null,
        digest text not null check (char_length(digest) = 43),
        made_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        foreign key (person_id, school_id) references person (id, school_id)
      )`);
  }

  override down(): void {
    this.addSql('drop table password_slip, person_act');
  }
}
