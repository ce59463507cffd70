import { Migration } from '@mikro-orm/migrations';

/** Who changed what of a school's settings by its page, and when. What is changed in the file by hand has no row. */
export class KeepSchoolChanges extends Migration {
  override up(): void {
    this.addSql(`
      create table school_change (
        id uuid primary key,
        school_id uuid not null references school,
        by_person uuid,
        by_plugin text,
        fingerprint text not null check (char_length(fingerprint) = 43),
        changes jsonb not null,
        at timestamptz not null,
        foreign key (by_person, school_id) references person (id, school_id)
      )`);
    this.addSql('create index school_change_school on school_change (school_id, id)');
    this.addSql(`comment on table school_change is 'append-only'`);
  }

  override down(): void {
    this.addSql('drop table school_change');
  }
}
