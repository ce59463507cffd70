import { Migration } from '@mikro-orm/migrations';

/**
 * A room has a topic, and can begin to show its history to newcomers: from a number on, nothing of before. A line of a roster
 * says whether a code or the school put somebody there, and who ended it.
 */
export class CreateRoomSettings extends Migration {
  override up(): void {
    this.addSql(`
      alter table room
        add column topic text not null default '' check (char_length(topic) <= 1000),
        add column history_from bigint not null default 0 check (history_from >= 0)`);
    this.addSql(`
      alter table enrolment
        add column by_code boolean not null default false,
        add column ended_by uuid,
        add foreign key (ended_by, school_id) references person (id, school_id)`);
    // For the foreign key: whoever is erased is looked for in it.
    this.addSql('create index enrolment_ended_by on enrolment (ended_by) where ended_by is not null');
  }

  override down(): void {
    this.addSql('alter table enrolment drop column by_code, drop column ended_by');
    this.addSql('alter table room drop column topic, drop column history_from');
  }
}
