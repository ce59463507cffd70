import { z } from 'zod';
import { command } from '../commands/command.ts';
import { tell } from '../commands/unit-of-work.ts';
import { int4, int8 } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import { findRoom } from '../rooms/find-room.ts';
import { findMessage } from './references.ts';

/** Moves the asker's read cursor in one thread: never back, never beyond the room's head. */
export const seeThread = command('message.seeThread', {
  draft: z.strictObject({ roomId: z.uuid(), rootId: z.uuid(), seq: z.int().nonnegative() }),
  inArchived: true,
  access: ({ roomId }, work) => findRoom(work, roomId),
  async run({ rootId, seq }, access, work) {
    const { room, participant } = access;
    if (!room || !participant) throw missing();
    await findMessage(work.em, access, rootId);
    const { personId } = participant;
    const rows = await run(
      work.em,
      sql({
        before: int8.orNull,
        seen: int8,
        unread: int4,
      })`insert into thread_cursor (root_id, person_id, room_id, school_id, seen)
       values (${rootId}, ${personId}, ${room.id}, ${room.schoolId}, ${Math.min(seq, room.head)})
       on conflict (root_id, person_id) do update set seen = greatest(thread_cursor.seen, excluded.seen)
       returning seen, (select seen from thread_cursor where root_id = ${rootId} and person_id = ${personId}) before,
         (select count(*)::int from message u
         where u.thread_root = ${rootId} and u.deleted_at is null and u.author_id is distinct from ${personId}::uuid
            and u.seq > thread_cursor.seen) unread`,
    );
    const unread = rows[0]?.unread ?? 0;
    const [before, seen] = [Number(rows[0]?.before ?? 0), Number(rows[0]?.seen ?? 0)];
    if (seen > before) tell(work, { person: personId }, 'thread.seen', { roomId: room.id, rootId, seen, unread });
    return { rootId, before, seen };
  },
});
