import { Migration } from '../../../engine/index.ts';

/** Browsers that are told while no page of them is open, and what each was told. */
export class CreatePush extends Migration {
  override up(): void {
    this.addSql(`
      create table notifications_device (
        id uuid primary key,
        school_id uuid not null,
        person_id uuid not null,
        session text not null,
        endpoint text not null check (char_length(endpoint) <= 2048),
        p256dh text not null,
        auth text not null,
        added_at timestamptz not null,
        unique (school_id, endpoint),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index notifications_device_person on notifications_device (person_id)');
    this.addSql(`
      create table notifications_pushed (
        notice_id uuid not null references notifications on delete cascade,
        device_id uuid not null references notifications_device on update cascade on delete cascade,
        school_id uuid not null,
        pushed_at timestamptz not null,
        primary key (notice_id, device_id)
      )`);
    this.addSql('create index notifications_pushed_device on notifications_pushed (device_id)');
  }

  override down(): void {
    this.addSql('drop table notifications_pushed, notifications_device');
  }
}
