import { z } from 'zod';
import { command } from '../commands/command.ts';
import { announceMembership, record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { uuid } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { changeRoom } from './change-room.ts';
import { findRoomWith } from './find-room.ts';

/** Takes a room away from everybody. Nothing is erased for 30 days: an admin may restore it. */
export const deleteRoom = command('room.delete', {
  draft: z.strictObject({ roomId: z.uuid() }),
  inArchived: true,
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'room.delete'),
  async run({ roomId }, _access, work) {
    const { room } = await changeRoom(work, roomId, { deletedAt: new Date() });
    record(work, roomId, 'room.deleted', {});
    await moveEverybody(work, roomId, 'exited');
    return room;
  },
});

/** Tells the open sockets of all in a room that it went, or came back. */
export async function moveEverybody(work: UnitOfWork, roomId: string, kind: 'entered' | 'exited'): Promise<void> {
  const people = await run(
    work.em,
    sql({ person_id: uuid })`select person_id from participant where room_id = ${roomId} and left_at is null`,
  );
  for (const { person_id } of people) announceMembership(work, kind, roomId, person_id);
}
