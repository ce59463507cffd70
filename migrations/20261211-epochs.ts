import { Migration } from '@mikro-orm/migrations';

/** Names the history that the numbers of a school's rooms belong to. */
export class AddEpochs extends Migration {
  override up(): void {
    this.addSql('alter table school add column epoch uuid not null default gen_random_uuid()');
  }

  override down(): void {
    this.addSql('alter table school drop column epoch');
  }
}
