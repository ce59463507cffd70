import { Migration } from '@mikro-orm/migrations';

/**
 * Who has a socket open, on which node; a node that serves a school says every few seconds that it lives. Unlogged: after a
 * crash of the database every node writes its own again.
 */
export class CreateConnections extends Migration {
  override up(): void {
    this.addSql(`
      create unlogged table node (
        id uuid not null,
        school_id uuid not null references school,
        beat_at timestamptz not null,
        primary key (id, school_id)
      )`);
    this.addSql(`
      create unlogged table connection (
        id uuid primary key,
        node_id uuid not null,
        school_id uuid not null,
        person_id uuid not null,
        foreign key (node_id, school_id) references node (id, school_id) on delete cascade,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index connection_node on connection (node_id, school_id)');
    this.addSql('create index connection_person on connection (person_id)');
  }

  override down(): void {
    this.addSql('drop table connection');
    this.addSql('drop table node');
  }
}
