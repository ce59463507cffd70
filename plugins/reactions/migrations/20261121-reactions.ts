import { Migration } from '../../../engine/index.ts';

export class CreateReactions extends Migration {
  override up(): void {
    this.addSql(`
      create table reactions (
        message_id uuid not null references message on delete cascade,
        person_id uuid not null,
        emoji text not null check (char_length(emoji) <= 64),
        school_id uuid not null,
        created_at timestamptz not null,
        primary key (message_id, person_id, emoji),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index reactions_person on reactions (person_id)');
    this.addSql('create index reactions_created on reactions (school_id, created_at)');
  }

  override down(): void {
    this.addSql('drop table reactions');
  }
}
