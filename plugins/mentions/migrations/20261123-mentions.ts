import { Migration } from '../../../engine/index.ts';

export class CreateMentions extends Migration {
  override up(): void {
    this.addSql(`
      create table mentions (
        message_id uuid not null references message on delete cascade,
        starts int not null check (starts >= 0),
        school_id uuid not null,
        person_id uuid,
        audience text check (audience in ('teachers', 'class')),
        label text not null,
        created_at timestamptz not null,
        primary key (message_id, starts),
        check ((person_id is null) <> (audience is null)),
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
    this.addSql('create index mentions_person on mentions (person_id)');
    this.addSql('create index mentions_created on mentions (school_id, created_at)');
    this.addSql(`
      create table mentions_calls (
        person_id uuid primary key,
        school_id uuid not null,
        began timestamptz not null,
        people int not null,
        audiences int not null,
        foreign key (person_id, school_id) references person (id, school_id) on delete cascade
      )`);
  }

  override down(): void {
    this.addSql('drop table mentions_calls');
    this.addSql('drop table mentions');
  }
}
