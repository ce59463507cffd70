import { type ActorContext, personJson, run, type Sql, sql } from '../../engine/index.ts';
import type { ListedThread, privateThreads, Rules, ThreadPerson } from './contract.ts';
import { privateThread } from './rules.ts';
import { closedBy, isSupervised, stateColumns } from './thread-state.ts';

interface Row {
  readonly room_id: string;
  readonly parent_id: string;
  readonly people: readonly ThreadPerson[];
  readonly is_own: boolean;
  readonly archived: boolean;
  readonly here: boolean;
  readonly there: number;
  readonly back: number;
}

/**
 * Whose each of the asker's conversations is and how it stands. What was said last, when, and what is unread stands in
 * `rooms.list`, as for every room.
 */
export async function readList({ em, actor, settings }: ActorContext<typeof privateThreads>): Promise<ListedThread[]> {
  const rows = await run(em, list(settings, actor.id));
  return rows.map((row) => ({
    roomId: row.room_id,
    parentId: row.parent_id,
    people: row.people,
    closed: row.is_own ? closedBy(row) : null,
    supervised: !row.is_own || isSupervised(row),
  }));
}

const list = (rules: Readonly<Rules>, me: string): Sql<Row> => sql`
  select t.room_id, t.parent_id, me.id in (t.low_id, t.high_id) is_own, ${stateColumns(rules)},
    (select jsonb_agg(${personJson(sql`h`)} order by h.search_key collate "C", h.id) from person h
     where h.id in (t.low_id, t.high_id) and h.id <> me.id) people
  from participant p
  join room r on r.id = p.room_id and r.kind = 'private-thread' and r.deleted_at is null
  join private_threads t on t.room_id = r.id
  join room parent on parent.id = t.parent_id
  join person me on me.id = p.person_id
  join person other on other.id = case when t.low_id = me.id then t.high_id else t.low_id end
  where p.person_id = ${me}::uuid and p.left_at is null and (${privateThread.visible()})
  order by r.created_at, r.id`;
