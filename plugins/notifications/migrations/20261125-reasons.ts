import { Migration } from '../../../engine/index.ts';

/** By which ways people want to be told of which kinds of notices. */
export class CreateReasons extends Migration {
  override up(): void {
    this.addSql(`
      create table notifications_reason (
        person_id uuid not null,
        notice text not null check (char_length(notice) <= 200),
        school_id uuid not null,
        bell boolean not null,
        push boolean not null,
        mail boolean not null,
        chosen_at timestamptz not null,
        primary key (person_id, notice),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
  }

  override down(): void {
    this.addSql('drop table notifications_reason');
  }
}
