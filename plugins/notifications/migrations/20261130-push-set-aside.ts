import { Migration } from '../../../engine/index.ts';

/** How often in a row a browser's push service failed, until when it is not asked, and since when something waits for it. */
export class AddPushSetAside extends Migration {
  override up(): void {
    this.addSql(`
      alter table notifications_device
        add column failures smallint not null default 0,
        add column away_until timestamptz,
        add column away_since timestamptz`);
    this.addSql(
      'create index notifications_device_away on notifications_device (away_until) where away_until is not null',
    );
  }

  override down(): void {
    this.addSql(
      'alter table notifications_device drop column failures, drop column away_until, drop column away_since',
    );
  }
}
