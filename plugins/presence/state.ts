import { isoUtc, type Sql, sql } from '../../engine/index.ts';

/** SQL over `h` (a row of presence, perhaps none): their sockets, on all nodes, and those that are not idle, as `s`. */
export const socketsOf = (person: Sql): Sql => sql`cross join lateral (
    select count(*) open, count(*) filter (where i.connection_id is null) awake
    from connection c left join presence_idle i on i.connection_id = c.id
    where c.person_id = ${person}) s`;

/** SQL over `h` and `s`: what somebody is now. One page that is used is enough to be here. */
export const STATE = sql`case when s.open = 0 then 'offline' when h.busy then 'busy' when s.awake > 0 then 'online'
  else 'away' end`;

/** SQL: a `Presence`, for others to see. */
export const shownAs = (state: Sql, person = sql`h.person_id`, seenAt = sql`h.seen_at`): Sql =>
  sql`${person} "personId", ${state} state, case when ${state} = 'offline' then ${isoUtc(seenAt)} end "seenAt",
    coalesce(extract(epoch from h.changed_at) * 1000000, 0)::float8 version`;
