import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { tell } from '../commands/unit-of-work.ts';
import type { Person } from './person.ts';
import { personView } from './person-view.ts';

/** Tells everyone who shares a room with a person, and the person's own devices, what they are called and look like now. */
export async function tellRooms(work: UnitOfWork, person: Person): Promise<void> {
  const { id, name, avatar, role } = personView(person);
  const change = { person: id, name, avatar, role };
  const rooms = await work.em.execute<{ room_id: string }[]>(
    'select room_id from participant where person_id = ? and left_at is null',
    [id],
  );
  for (const { room_id } of rooms) tell(work, { room: room_id }, 'person.changed', change);
  tell(work, { person: id }, 'person.changed', change);
  work.news.push({ kind: 'person-edited', person: id, now: { name, avatarVersion: person.avatarVersion ?? null } });
}
