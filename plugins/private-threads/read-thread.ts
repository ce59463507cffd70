import { isoUtc, missing, type PersonView, personJson, type RoomContext } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';
import { type Closed, stateOf } from './thread-state.ts';

type Context = RoomContext<typeof privateThreads>;

/** The message on top, as far as the reader may see it in the parent. */
export interface About {
  readonly messageId: string;
  readonly seq: number;
  readonly author: string;
  /** Cut at 280 characters; empty once it is deleted. */
  readonly text: string;
  readonly deleted: boolean;
}

export interface OpeningView {
  readonly person: PersonView;
  readonly openedAt: string;
  readonly closedAt: string | null;
}

export interface ThreadView {
  readonly roomId: string;
  /** The two, by name; the reader is one of them, or supervises. */
  readonly people: readonly PersonView[];
  /** Why the reader cannot write; null when they can, and for supervisors, who never do. */
  readonly closed: Closed | null;
  readonly supervised: boolean;
  readonly about: About | null;
  /** Who opened it to supervise, the latest first: both sides see it. */
  readonly openings: readonly OpeningView[];
}

/** How a conversation stands, for its head. @throws DomainError `missing` for a room of another kind */
export async function readThread({ roomId }: { roomId: string }, ctx: Context): Promise<ThreadView> {
  const rows = await ctx.em.execute<{ people: PersonView[]; about: About | null; openings: OpeningView[] }[]>(
    `select (select jsonb_agg(${personJson('h')} order by lower(h.name), h.id) from person h where h.id in (t.low_id, t.high_id)) people,
       (${ABOUT}) about, (${OPENINGS}) openings
     from private_threads t where t.room_id = ?::uuid`,
    [ctx.actor.id, roomId],
  );
  if (!rows[0]) throw missing();
  const state = await stateOf(ctx, roomId);
  // A supervisor sees it for as long as what was written is supervised, whatever the rules are by now.
  const { closed, supervised } = state ?? { closed: null, supervised: true };
  return { roomId, ...rows[0], closed, supervised };
}

/** Seen through the reader's own place in the parent: what was said before they came there stays unseen. */
const ABOUT = `
  select jsonb_build_object('messageId', m.id, 'seq', m.seq, 'author', m.author_id, 'deleted', m.deleted_at is not null,
    'text', case when m.deleted_at is null then left(m.text, 280) else '' end)
  from message m join participant inside on inside.room_id = m.room_id and inside.person_id = ?::uuid
    and inside.left_at is null and inside.visible_from < m.seq
  where m.id = t.about_id`;

const OPENINGS = `
  select coalesce(jsonb_agg(jsonb_build_object('person', ${personJson('h')}, 'openedAt', ${isoUtc('o.opened_at')},
    'closedAt', ${isoUtc('o.closed_at')}) order by o.opened_at desc), '[]')
  from private_threads_opening o join person h on h.id = o.person_id where o.room_id = t.room_id`;
