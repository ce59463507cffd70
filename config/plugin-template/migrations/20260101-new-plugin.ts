import { Migration } from '../../../engine/index.ts';

export class CreateNewPlugin extends Migration {
  override up(): void {
    this.addSql(`
      create table new_plugin_mark (
        message_id uuid not null references message on delete cascade,
        person_id uuid not null,
        school_id uuid not null,
        created_at timestamptz not null,
        primary key (message_id, person_id),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index new_plugin_mark_person on new_plugin_mark (person_id)');
    this.addSql('create index new_plugin_mark_created on new_plugin_mark (school_id, created_at)');
  }

  override down(): void {
    this.addSql('drop table new_plugin_mark');
  }
}
