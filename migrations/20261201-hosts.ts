import { Migration } from '@mikro-orm/migrations';

/**
 * Rooms that lost their last host, and have moderators, get the longest-serving of them as host; the log tells it, so that
 * whoever follows the room learns of it.
 */
export class GiveHosts extends Migration {
  override up(): void {
    this.addSql(`
      with heir as (
        select distinct on (r.id) r.id room_id, r.school_id, p.person_id
        from room r
        join participant p on p.room_id = r.id and p.left_at is null and p.role = 'moderator'
        join person h on h.id = p.person_id and h.left_at is null
        where r.kind = 'class' and r.deleted_at is null and not exists (
          select 1 from participant o join person kept on kept.id = o.person_id and kept.left_at is null
          where o.room_id = r.id and o.left_at is null and o.role = 'host')
        order by r.id, p.joined_at, p.person_id),
      given as (
        update participant p set role = 'host' from heir
        where p.room_id = heir.room_id and p.person_id = heir.person_id),
      numbered as (
        update room r set head = r.head + 1, roster = r.roster + 1 from heir where r.id = heir.room_id
        returning r.id, r.head)
      insert into room_event (room_id, seq, school_id, type, by_person, at, payload)
      select heir.room_id, numbered.head, heir.school_id, 'participant.changed', heir.person_id, now(),
        jsonb_build_object('person', heir.person_id, 'role', 'host')
      from heir join numbered on numbered.id = heir.room_id`);
  }

  override down(): void {
    // Who was host before is not known: nobody was.
  }
}
