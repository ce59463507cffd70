import { Migration } from '@mikro-orm/migrations';

/** Invitations that an admin hands on: by them nobody has shown that the mailbox is theirs. */
export class MarkHandedInvitations extends Migration {
  override up(): void {
    this.addSql('alter table invitation add column handed boolean not null default false');
  }

  override down(): void {
    this.addSql('alter table invitation drop column handed');
  }
}
