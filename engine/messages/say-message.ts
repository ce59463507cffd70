import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { command } from '../commands/command.ts';
import type { SaidMessage } from '../commands/commands.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import { findRoom, notAllowed } from '../rooms/find-room.ts';
import { MessageText, Topic, textUpTo } from '../text.ts';
import { storeLine } from './say.ts';

const NEEDED = 'Write something first.';
const needed = (text: string): boolean => text !== '';

/**
 * A plugin says something in a room, in its own name: a message (`text`), which is unread for everybody, or a system line (`line`).
 * A key is used once: a second call with the same key stores nothing and answers the first message, also if that was deleted.
 */
export const sayMessage = command('message.say', {
  draft: z
    .strictObject({
      roomId: z.uuid(),
      key: textUpTo(200).refine(needed, 'This is needed.'),
      text: MessageText.refine(needed, NEEDED).optional(),
      line: Topic.refine(needed, NEEDED).optional(),
    })
    .refine(({ text, line }) => (text === undefined) !== (line === undefined), {
      path: ['text'],
      message: 'Say either a text or a line.',
    }),
  async access({ roomId }, work) {
    const access = await findRoom(work, roomId);
    if (work.asked.plugin === undefined) throw notAllowed();
    return access;
  },
  earlier: ({ roomId, key }, _access, work) => saidBefore(work, roomId, key),
  async run({ key, text = '', line }, { room }, work) {
    const { plugin } = work.asked;
    if (!room || plugin === undefined) throw missing();
    const id = newId();
    const note = line === undefined ? {} : { note: { what: 'plugin' as const, text: line } };
    await storeLine(work, room, { id, author: null, by: { plugin }, text, ...note, pluginKey: key });
    return { id, roomId: room.id, at: work.at.toISOString() };
  },
});

/** Of two who say the same at once, on whichever node, the second waits for the first to commit, and finds what it said. */
async function saidBefore({ em, asked }: UnitOfWork, roomId: string, key: string): Promise<SaidMessage | null> {
  await run(em, sql`select pg_advisory_xact_lock(hashtextextended(${`${asked.plugin} ${roomId} ${key}`}, 0))`);
  const [row] = await run(
    em,
    sql<{ id: string; created_at: Date }>`select id, created_at from message
     where room_id = ${roomId} and by_plugin = ${asked.plugin ?? null} and plugin_key = ${key} and author_id is null`,
  );
  return row ? { id: row.id, roomId, at: new Date(row.created_at).toISOString() } : null;
}
