import { Migration } from '@mikro-orm/migrations';

/** Cards by which pupils without an address sign in: one for each pupil of a class, of whose code a hash is stored. */
export class CreateClassCards extends Migration {
  override up(): void {
    this.addSql(`
      create table class_card (
        classroom_id uuid not null,
        person_id uuid not null,
        school_id uuid not null,
        code_hash text not null unique check (code_hash ~ '^[0-9a-f]{64}$'),
        made_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        primary key (classroom_id, person_id),
        foreign key (classroom_id, school_id) references classroom (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index class_card_person on class_card (person_id)');
  }

  override down(): void {
    this.addSql('drop table class_card');
  }
}
