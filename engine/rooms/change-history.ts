import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { say } from '../messages/say.ts';
import { changeRoom } from './change-room.ts';
import { findRoomWith } from './find-room.ts';

/**
 * Changes what newcomers see, from now on: nobody ever sees more of the past by it. Who is in the room sees what they saw; who
 * comes to one whose history was hidden sees what is said after this.
 */
export const changeHistory = command('room.changeHistory', {
  draft: z.strictObject({ roomId: z.uuid(), history: z.enum(['all', 'from-join']) }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'room.changeHistory'),
  async run({ roomId, history }, _access, work) {
    const { room, changed } = await changeRoom(work, roomId, { history });
    if (!changed) return room;
    const numbered = history === 'all' ? { numbered: { of: roomId, write: beginHistory } } : {};
    record(work, roomId, 'room.historyChanged', { history }, numbered);
    if (work.asked.person) await say(work, room, { what: 'history', by: work.asked.person.id, history });
    return room;
  },
});

async function beginHistory(
  { em }: UnitOfWork,
  numbered: readonly { readonly of: string; readonly seq: number }[],
): Promise<void> {
  for (const { of, seq } of numbered) await run(em, sql`update room set history_from = ${seq} where id = ${of}`);
}
