import { z } from 'zod';
import { command } from '../commands/command.ts';
import { tell } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { findRoom } from './find-room.ts';

/**
 * Moves the asker's read cursor. It never moves back and never beyond the room's head; all of the person's devices learn
 * where it stands.
 */
export const seeRoom = command('room.see', {
  draft: z.strictObject({ roomId: z.uuid(), seq: z.int().nonnegative() }),
  inArchived: true,
  access: ({ roomId }, work) => findRoom(work, roomId),
  async run({ roomId, seq }, { room, participant }, work) {
    const before = participant?.seen ?? 0;
    const seen = Math.max(before, Math.min(seq, room?.head ?? 0));
    if (!participant || seen === before) return { seen: before };
    await run(
      work.em,
      sql`update participant set seen = greatest(seen, ${seen})
        where room_id = ${roomId} and person_id = ${participant.personId}`,
    );
    tell(work, { person: participant.personId }, 'room.seen', { roomId, seen });
    return { seen };
  },
});
