import { Migration } from '../../../engine/index.ts';

export class CreateReceipts extends Migration {
  override up(): void {
    // Only `up_to` and `moved_at` ever change: pages are left half free, so that no index is touched by it.
    this.addSql(`
      create table receipts_delivered (
        room_id uuid not null,
        person_id uuid not null,
        school_id uuid not null,
        up_to bigint not null check (up_to >= 0),
        moved_at timestamptz not null,
        primary key (room_id, person_id),
        foreign key (room_id, school_id) references room (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)`);
    this.addSql('create index receipts_delivered_person on receipts_delivered (person_id)');
    this.addSql(`
      create table receipts_hidden (
        person_id uuid primary key,
        school_id uuid not null,
        hidden_at timestamptz not null,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
  }

  override down(): void {
    this.addSql('drop table receipts_hidden, receipts_delivered');
  }
}
