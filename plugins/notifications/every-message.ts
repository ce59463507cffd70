import { type DueNotice, type HeardEvent, run, sql, uuid } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import type { Context } from './reads.ts';

/** The notice for the level “Every message”. People who are told of a message for another reason get that notice instead. */
export const EVERY = 'notifications.every';

type Sent = HeardEvent<typeof notifications, 'message.sent'>;

export const notices = {
  every: {
    on: 'message.sent',
    concerns: ({ message }: Sent['payload']) => (message.note ? false : null),
    inRooms: sql`exists (select from notifications_room every where every.room_id = r.id and every.level = 'every')`,
    to: thoseWhoWantEvery,
    says: '{author} wrote in {room}.',
    title: 'Every message, in rooms where you chose that',
  },
} as const;

async function thoseWhoWantEvery({ roomId, payload }: Sent, ctx: Context): Promise<string[]> {
  const rows = await run(
    ctx.em,
    sql({ id: uuid })`select p.person_id id from notifications_room c
     join room r on r.id = c.room_id join participant p on p.room_id = c.room_id and p.person_id = c.person_id
     join message m on m.id = ${payload.message.id}::uuid and m.room_id = r.id
     where c.room_id = ${roomId}::uuid and c.level = 'every' and m.deleted_at is null and p.visible_from < m.seq
       and ${ctx.seesRoom}
     order by p.person_id`,
  );
  return rows.map(({ id }) => id);
}

/** The levels of those who are told of it. */
export const levelsFor = ({ notice, personal }: DueNotice): readonly string[] =>
  notice === EVERY ? ['every'] : ['every', 'all', ...(personal ? ['mentions'] : [])];

/**
 * Changes the notice “there is a new message” of these people to the more exact one, say a mention. What they have read stays
 * read. Runs after the notice was stored, since storing it waits for a job that stores the other one at the same moment.
 */
export async function sayReason({ notice, messageId, people, at }: DueNotice, { em }: Context): Promise<void> {
  if (notice === EVERY || messageId === null) return;
  await run(
    em,
    sql`update notifications n set notice = ${notice}
     where n.message_id = ${messageId}::uuid and n.at = ${at}::timestamptz and n.notice = ${EVERY}
       and n.person_id = any(${people}::uuid[]) and not exists (
       select from notifications_reason w where w.person_id = n.person_id and w.notice = ${notice} and not w.bell)`,
  );
}
