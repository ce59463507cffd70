import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { tell } from '../commands/unit-of-work.ts';
import { uuid, uuids } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import type { Person } from './person.ts';
import { personView } from './person-view.ts';

/** Tells everyone who shares a room with a person, and the person's own devices, what they are called and look like now. */
export async function tellRooms(work: UnitOfWork, person: Person): Promise<void> {
  const { id, name, avatar, role } = personView(person);
  const change = { person: id, name, avatar, role };
  const rooms = await run(
    work.em,
    sql({ room_id: uuid, others: uuids.orNull })`select p.room_id, case when r.kind <> 'class' then array(
       select o.person_id from participant o where o.room_id = r.id and o.left_at is null and o.person_id <> p.person_id) end others
     from participant p join room r on r.id = p.room_id where p.person_id = ${id} and p.left_at is null`,
  );
  for (const { room_id: roomId, others } of rooms) {
    tell(work, { room: roomId }, 'person.changed', change);
    for (const other of others ?? []) tell(work, { person: other }, 'room.retitled', { roomId });
  }
  tell(work, { person: id }, 'person.changed', change);
  work.news.push({ kind: 'person-edited', person: id, now: { name, avatarVersion: person.avatarVersion ?? null } });
}
