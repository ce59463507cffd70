import { Migration } from '@mikro-orm/migrations';

/** Classes, their rosters and the codes that let people onto them. */
export class CreateClassrooms extends Migration {
  override up(): void {
    this.addSql(`
      create table classroom (
        id uuid primary key,
        school_id uuid not null references school,
        title text not null check (char_length(title) between 1 and 200),
        created_by uuid not null,
        created_at timestamptz not null,
        archived_at timestamptz,
        unique (id, school_id),
        foreign key (created_by, school_id) references person (id, school_id)
      )`);
    this.addSql('create index classroom_school on classroom (school_id)');
    this.addSql(`
      create table enrolment (
        classroom_id uuid not null,
        person_id uuid not null,
        school_id uuid not null,
        role text not null check (role in ('teacher', 'assistant', 'student', 'guardian')),
        enrolled_at timestamptz not null,
        ended_at timestamptz,
        primary key (classroom_id, person_id),
        foreign key (classroom_id, school_id) references classroom (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index enrolment_person on enrolment (person_id, classroom_id) where ended_at is null');
    this.addSql(`
      create table class_code (
        code text primary key,
        classroom_id uuid not null,
        school_id uuid not null,
        role text not null check (role in ('teacher', 'assistant', 'student', 'guardian')),
        created_by uuid not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        foreign key (classroom_id, school_id) references classroom (id, school_id) on delete cascade,
        foreign key (created_by, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index class_code_classroom on class_code (classroom_id)');
  }

  override down(): void {
    this.addSql('drop table class_code, enrolment, classroom');
  }
}
