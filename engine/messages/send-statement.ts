import { type Sql, sql } from '../database/sql.ts';
import { FOLLOWERS } from './follow-thread.ts';

/** What a school's plugins say of sends, as SQL. */
export interface SendRules {
  readonly visible: Sql;
  readonly hearsSendsIn: Sql;
}

/** What is sent, and by whom. Lists hold one place a draft. */
export interface Sends {
  readonly roomIds: readonly string[];
  readonly authors: readonly string[];
  readonly clientIds: readonly string[];
  readonly ids: readonly string[];
  readonly texts: readonly string[];
  readonly quotes: readonly (string | null)[];
  readonly threadRoots: readonly (string | null)[];
  /** What their events say, as JSON. */
  readonly payloads: readonly string[];
  /** Whether somebody hears the event; null: where `hearsSendsIn` holds. */
  readonly heard: readonly (boolean | null)[];
  /** Ids for the outbox. They ascend: the relay takes its rows in their order. */
  readonly jobIds: readonly string[];
  readonly schoolId: string;
  readonly at: string;
  /** How long the statement may wait for a room that somebody else holds. */
  readonly patience: string;
}

export type Verdict =
  | 'stored'
  | 'known'
  | 'missing'
  | 'archived'
  | 'not-allowed'
  | 'quote-gone'
  | 'before-others'
  | 'other-kind'
  | 'again';

export interface SendRow {
  readonly id: string | null;
  readonly seq: string | null;
  readonly verdict: Verdict;
  /** An outbox row was written with it, if it was stored. */
  readonly heard: boolean;
}

/**
 * The durable part of many sends as one statement: look up what was sent before, check that each author may post in the
 * room now, number per room under its lock, and store message, event and outbox row.
 *
 * Each row answers with a verdict: `stored`, `known` (the same clientId was stored before), `missing`, `archived`,
 * `not-allowed`, `quote-gone` (what it quotes was deleted), `before-others` (somebody in the room may not see what it
 * quotes), `other-kind` (the room is of a plugin's kind, whose rules are asked in a transaction), or `again`: the room's
 * roster changed between the statement's snapshot and its lock, so that these checks were of yesterday. Nothing was stored
 * then, and the draft is asked again.
 *
 * Who begins or answers in a thread follows it from then on, in the same statement.
 *
 * Everything is looked up per draft (LATERAL): joined plainly, the planner hashes the whole message table as it grows.
 * @param rules the school's: of seeing (`rooms/rooms-of.ts`), over `r` and `p`, and `hearsSendsIn`, over `r`
 */
export const sendStatement = ({ visible, hearsSendsIn }: SendRules, sends: Sends): Sql<SendRow> => sql`
with known as (
  select d.*, m.id known_id, m.seq known_seq, a.role, a.roster, a.archived, a.may_post, a.other_kind, a.heard_here,
    q.deleted_at is not null quote_gone, coalesce(q.hidden, false) quote_hidden
  from unnest(${sends.roomIds}::uuid[], ${sends.authors}::uuid[], ${sends.clientIds}::uuid[], ${sends.ids}::uuid[],
    ${sends.texts}::text[], ${sends.quotes}::uuid[], ${sends.threadRoots}::uuid[],
    ${sends.payloads}::text[], ${sends.heard}::boolean[], ${sends.jobIds}::uuid[])
    with ordinality as d(room_id, author_id, client_id, id, text, quote_id, thread_root, payload, heard, job_id, place)
  left join lateral (
    select id, seq from message
    where room_id = d.room_id and author_id = d.author_id and client_id = d.client_id
      and school_id = ${sends.schoolId}::uuid limit 1) m on true
  left join lateral (
    select p.role, r.roster, r.archived_at is not null archived, r.kind <> 'class' other_kind, (${hearsSendsIn}) heard_here,
      p.role in ('host', 'moderator') or (p.role = 'member' and r.posting = 'discussion') may_post
    from participant p join room r on r.id = p.room_id
    where p.room_id = d.room_id and p.person_id = d.author_id and r.school_id = ${sends.schoolId}::uuid
      and ${visible}) a on true
  left join lateral (
    select m.deleted_at, exists (
      select 1 from participant where room_id = d.room_id and left_at is null and visible_from >= m.seq) hidden
    from message m where m.id = d.quote_id) q on true
  where (select set_config('lock_timeout', ${sends.patience}, true)) is not null),
fresh as (
  select d.*, row_number() over (partition by d.room_id order by d.place) nth
  from (select distinct on (room_id, author_id, client_id) * from known order by room_id, author_id, client_id, place) d
  where d.known_id is null and d.may_post and not d.other_kind and not d.archived and not d.quote_gone and not d.quote_hidden),
wanted as (select room_id, min(roster) roster, count(*) n from fresh group by room_id order by room_id),
head as (
  update room r set head = r.head + w.n from wanted w
  where r.id = w.room_id and r.roster = w.roster and r.deleted_at is null returning r.id, r.head - w.n base),
stored as (
  insert into message (id, school_id, room_id, seq, kind, author_id, client_id, text, quote_id, thread_root, created_at)
  select f.id, ${sends.schoolId}::uuid, f.room_id, h.base + f.nth, 'text', f.author_id, f.client_id, f.text, f.quote_id,
    f.thread_root, ${sends.at}::timestamptz
  from fresh f join head h on h.id = f.room_id
  returning id, room_id, seq, author_id, client_id),
followed as (
  insert into thread_cursor (root_id, person_id, room_id, school_id, seen, follows)
  select distinct f.thread_root, w.id, f.room_id, ${sends.schoolId}::uuid, 0, true
  from fresh f join head h on h.id = f.room_id cross join lateral (${FOLLOWERS(sql`f.thread_root`, sql`f.author_id`)}) w
  where f.thread_root is not null and not exists (
    select from thread_cursor k where k.root_id = f.thread_root and k.person_id = w.id and k.follows)
  on conflict (root_id, person_id) do update set follows = true),
event as (
  insert into room_event (room_id, seq, school_id, type, by_person, at, payload)
  select f.room_id, h.base + f.nth, ${sends.schoolId}::uuid, 'message.sent', f.author_id, ${sends.at}::timestamptz,
    f.payload::jsonb
  from fresh f join head h on h.id = f.room_id),
later as (
  insert into outbox (id, school_id, kind, room_id, seq, created_at)
  select f.job_id, ${sends.schoolId}::uuid, 'after', f.room_id, h.base + f.nth, ${sends.at}::timestamptz
  from fresh f join head h on h.id = f.room_id where coalesce(f.heard, f.heard_here))
select coalesce(d.known_id, s.id) id, coalesce(d.known_seq, s.seq) seq, coalesce(d.heard, d.heard_here, false) heard,
  case when d.known_id is not null then 'known' when s.id = d.id then 'stored' when s.id is not null then 'known'
    when d.role is null then 'missing' when d.other_kind then 'other-kind' when d.archived then 'archived' when not d.may_post then 'not-allowed'
    when d.quote_gone then 'quote-gone' when d.quote_hidden then 'before-others' else 'again' end verdict
from known d
left join stored s on (s.room_id, s.author_id, s.client_id) = (d.room_id, d.author_id, d.client_id)
order by d.place`;
