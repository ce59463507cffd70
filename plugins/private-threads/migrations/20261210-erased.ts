import { Migration } from '../../../engine/index.ts';

/** Who of a pair, and of those who supervised, has been erased: rows stay for the others and are nobody's to export. */
export class AddErased extends Migration {
  override up(): void {
    this.addSql(`alter table private_threads add column erased uuid[] not null default '{}'`);
    this.addSql('alter table private_threads_opening add column erased boolean not null default false');
  }

  override down(): void {
    this.addSql('alter table private_threads drop column erased');
    this.addSql('alter table private_threads_opening drop column erased');
  }
}
