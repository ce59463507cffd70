import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { searchKey } from '../names.ts';
import type { Person } from './person.ts';
import { tellRooms } from './tell-rooms.ts';

/** Writes a person's name, with what it is found by, and tells every screen that shows it. */
export async function giveName(work: UnitOfWork, person: Person, name: string): Promise<void> {
  person.name = name;
  person.searchKey = searchKey(name);
  await work.em.flush();
  await tellRooms(work, person);
}
