import { Migration } from '../../../engine/index.ts';

export class AddTakenBack extends Migration {
  override up(): void {
    this.addSql('alter table notifications add column taken_back_at timestamptz');
  }

  override down(): void {
    this.addSql('alter table notifications drop column taken_back_at');
  }
}
