import { uuid } from '../database/row.ts';
import { run, type Sql, sql } from '../database/sql.ts';
import type { PluginContract } from '../plugin-host/contract.ts';
import type { EngineNotice, HeardEvent, PluginContext } from '../plugin-host/define-plugin.ts';

type Sent = HeardEvent<PluginContract, 'message.sent'>;
type Context = Pick<PluginContext<PluginContract>, 'em' | 'seesRoom'>;

const ANNOUNCES = sql`r.posting = 'announcement'`;

/** What deserves attention about a message that was sent: an answer to what one wrote, and an announcement. */
export const messageNotices = {
  quote: {
    on: 'message.sent',
    concerns: ({ message: { quote, author } }) =>
      quote !== undefined && quote.author !== null && quote.author !== author,
    to: ({ payload }, ctx) => seeing(payload, sql`p.person_id = ${payload.message.quote?.author ?? null}::uuid`, ctx),
    says: '{author} replied to you in {room}.',
    title: 'Replies to what you wrote',
  },
  reply: {
    on: 'message.sent',
    concerns: ({ message }) => message.threadRoot !== undefined,
    to: ({ payload }, ctx) => inThread(payload, ctx),
    says: '{author} answered in a thread of yours in {room}.',
    title: 'Answers in your threads',
  },
  announcement: {
    on: 'message.sent',
    concerns: ({ message }) => (message.note || message.threadRoot ? false : null),
    inRooms: ANNOUNCES,
    to: ({ payload }, ctx) => seeing(payload, ANNOUNCES, ctx),
    says: '{author} announced something in {room}.',
    title: 'Announcements',
  },
} as const satisfies Readonly<Record<string, EngineNotice<'message.sent'>>>;

/** Whoever had written in the thread by then, or began it. */
const inThread = (payload: Sent['payload'], ctx: Context): Promise<string[]> =>
  seeing(
    payload,
    sql`p.person_id in (select w.author_id from message w
       where (w.id = m.thread_root or w.thread_root = m.thread_root) and w.seq < m.seq and w.deleted_at is null)`,
    ctx,
  );

/** Those in the room who see the message and of whom a condition holds, over `m`, `r` and `p`. */
async function seeing({ message }: Sent['payload'], condition: Sql, { em, seesRoom }: Context): Promise<string[]> {
  const rows = await run(
    em,
    sql({
      id: uuid,
    })`select p.person_id id from message m join room r on r.id = m.room_id join participant p on p.room_id = r.id
     where m.id = ${message.id}::uuid and m.deleted_at is null and p.visible_from < m.seq and ${seesRoom}
       and ${condition}`,
  );
  return rows.map(({ id }) => id);
}
