import { Migration } from '@mikro-orm/migrations';

/**
 * Somebody without a mail address is known to the school by a user name, which nobody else of the school has, nor gets after
 * them.
 */
export class GiveUserNames extends Migration {
  override up(): void {
    this.addSql(`
      alter table person
        alter column email drop not null,
        add column user_name text check (user_name ~ '^[a-z0-9][a-z0-9._-]{0,38}[a-z0-9]$'),
        add check (email is not null or user_name is not null)`);
    this.addSql('create unique index person_user_name on person (school_id, user_name) where user_name is not null');
  }

  override down(): void {
    this.addSql(`update person set email = user_name || '@invalid' where email is null`);
    this.addSql('alter table person drop column user_name, alter column email set not null');
  }
}
