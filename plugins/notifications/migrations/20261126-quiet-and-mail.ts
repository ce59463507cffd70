import { Migration } from '../../../engine/index.ts';

/** When people want to be told nothing, and what was mailed to them. */
export class AddQuietAndMail extends Migration {
  override up(): void {
    this.addSql(`
      create table notifications_person (
        person_id uuid primary key,
        school_id uuid not null,
        quiet_hours text not null default '',
        quiet_weekends boolean not null default false,
        mail boolean not null default true,
        mail_from timestamptz,
        chosen_at timestamptz not null,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    // What is there already was told when it came.
    this.addSql(`
      alter table notifications
        add column due_at timestamptz not null default now(),
        add column held boolean not null default false,
        add column mailed_at timestamptz`);
    this.addSql('update notifications set due_at = at');
    this.addSql('create index notifications_held on notifications (due_at) where held');
    this.addSql(
      'create index notifications_unmailed on notifications (due_at) where mailed_at is null and read_at is null and not held',
    );
  }

  override down(): void {
    this.addSql('alter table notifications drop column due_at, drop column held, drop column mailed_at');
    this.addSql('drop table notifications_person');
  }
}
