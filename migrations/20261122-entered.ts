import { Migration } from '@mikro-orm/migrations';

/** Where a participant's latest stay begins: what was said before it, their read cursor does not speak of. */
export class CreateEntered extends Migration {
  override up(): void {
    this.addSql('alter table participant add column entered bigint not null default 0 check (entered >= 0)');
  }

  override down(): void {
    this.addSql('alter table participant drop column entered');
  }
}
