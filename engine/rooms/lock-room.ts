import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';

/**
 * Holds a room until the commit: what is read of it from here on is all there is, since whatever else is numbered in it
 * waits. Lock a message or a class before the room, never after it: others do so too, and none waits for the other.
 */
export async function lockRoom(work: UnitOfWork, roomId: string): Promise<void> {
  await run(work.em, sql`select 1 from room where id = ${roomId} for no key update`);
}
