import { Migration } from '../../../engine/index.ts';

/** Until when somebody is handing a notice to a push service; null: it was handed over. */
export class AddPushUnderWay extends Migration {
  override up(): void {
    this.addSql('alter table notifications_pushed add column under_way_until timestamptz');
  }

  override down(): void {
    this.addSql('alter table notifications_pushed drop column under_way_until');
  }
}
