import { Migration } from '../../../engine/index.ts';

/** Marks the people of a pair and the supervisors who were erased. The rows stay, and nobody exports them as their own. */
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
