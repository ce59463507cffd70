import { Migration } from '@mikro-orm/migrations';

/** Links by which people of a roster get an account. The accounts themselves are better-auth's, in schema `auth`. */
export class CreateInvitations extends Migration {
  override up(): void {
    this.addSql(`
      create table invitation (
        token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
        school_id uuid not null,
        person_id uuid not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index invitation_person on invitation (person_id)');
  }

  override down(): void {
    this.addSql('drop table invitation');
  }
}
