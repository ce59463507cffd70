import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { tell } from '../commands/unit-of-work.ts';
import type { PersonView } from '../views.ts';

/** Tells everyone who shares a room with a person, and the person's own devices, what they are called and look like now. */
export async function tellRooms(work: UnitOfWork, { id, name, avatar }: PersonView): Promise<void> {
  const change = { person: id, name, avatar };
  const rooms = await work.em.execute<{ room_id: string }[]>(
    'select room_id from participant where person_id = ? and left_at is null',
    [id],
  );
  for (const { room_id } of rooms) tell(work, { room: room_id }, 'person.changed', change);
  tell(work, { person: id }, 'person.changed', change);
}
