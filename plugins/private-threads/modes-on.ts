import { type MessageView, type RoomContext, run, sql, uuid } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';

/** Marks the messages of a page that were written under supervision; rooms of other kinds cost nothing. */
export async function modesOn(
  messages: readonly MessageView[],
  { em, room }: RoomContext<typeof privateThreads>,
): Promise<Map<string, { supervised: true }>> {
  if (room.kind !== 'private-thread') return new Map();
  const rows = await run(
    em,
    sql({ message_id: uuid })`select message_id from private_threads_message
      where supervised and message_id = any(${messages.map(({ id }) => id)}::uuid[])`,
  );
  return new Map(rows.map(({ message_id }) => [message_id, { supervised: true }]));
}
