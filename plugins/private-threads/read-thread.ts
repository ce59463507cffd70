import {
  authored,
  isoUtc,
  json,
  missing,
  personJson,
  type RoomContext,
  run,
  type Sql,
  sql,
} from '../../engine/index.ts';
import type { About, OpeningView, privateThreads, ThreadPerson, ThreadView } from './contract.ts';
import { stateOf } from './thread-state.ts';

type Context = RoomContext<typeof privateThreads>;

/** How a conversation stands, for its head. @throws DomainError `missing` for a room of another kind */
export async function readThread({ roomId }: { roomId: string }, ctx: Context): Promise<ThreadView> {
  const rows = await run(
    ctx.em,
    sql({
      people: json<ThreadPerson[]>(),
      about: json<About | null>().orNull,
      openings: json<OpeningView[]>(),
    })`select (select jsonb_agg(${personJson(sql`h`)} order by h.search_key collate "C", h.id) from person h
     where h.id in (t.low_id, t.high_id)) people,
       (${aboutFor(ctx.actor.id)}) about, (${OPENINGS}) openings
     from private_threads t where t.room_id = ${roomId}::uuid`,
  );
  if (!rows[0]) throw missing();
  const state = await stateOf(ctx, roomId);
  // A supervisor sees it for as long as what was written is supervised, whatever the rules are by now.
  const { closed, supervised } = state ?? { closed: null, supervised: true };
  return { roomId, ...rows[0], closed, supervised };
}

/** Seen through the reader's own place in the parent: what was said before they came there stays unseen. */
const aboutFor = (reader: string): Sql => sql`
  select ${authored(sql`m`)} || jsonb_build_object('messageId', m.id, 'seq', m.seq, 'threadRoot', m.thread_root,
    'deleted', m.deleted_at is not null,
    'text', case when m.deleted_at is null then left(m.text, 280) else '' end)
  from message m join participant inside on inside.room_id = m.room_id and inside.person_id = ${reader}::uuid
    and inside.left_at is null and inside.visible_from < m.seq
  where m.id = t.about_id`;

const OPENINGS = sql`
  select coalesce(jsonb_agg(jsonb_build_object('person', ${personJson(sql`h`)}, 'openedAt', ${isoUtc(sql`o.opened_at`)},
    'closedAt', ${isoUtc(sql`o.closed_at`)}) order by o.opened_at desc), '[]')
  from private_threads_opening o join person h on h.id = o.person_id where o.room_id = t.room_id`;
