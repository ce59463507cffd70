import { Migration } from '@mikro-orm/migrations';

/** What single people of a school may do beside what their role allows. */
export class CreateGrants extends Migration {
  override up(): void {
    this.addSql(`
      create table person_grant (
        person_id uuid not null,
        name text not null check (name in ('safeguarding')),
        school_id uuid not null,
        granted_by uuid,
        granted_at timestamptz not null,
        primary key (person_id, name),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade,
        foreign key (granted_by, school_id) references person (id, school_id)
      )`);
    this.addSql('create index person_grant_school on person_grant (school_id)');
  }

  override down(): void {
    this.addSql('drop table person_grant');
  }
}
