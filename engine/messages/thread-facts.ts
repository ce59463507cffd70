import { type Sql, sql } from '../database/sql.ts';
/**
 * SQL that sums up the thread of one root as JSON (`ThreadFacts`), or null when it has no live reply.
 * @param root an SQL expression for the root's id
 */
export const THREAD_FACTS = (root: Sql): Sql => sql`
  select jsonb_build_object('replies', count(*), 'lastAt', ${isoUtc(sql`max(t.created_at)`)}, 'authors',
    (select coalesce(jsonb_agg(a.author_id order by a.latest), '[]') from
      (select author_id, max(seq) latest from message where thread_root = max_root.id and deleted_at is null and author_id is not null
       group by author_id order by latest desc limit 3) a))
  from (select ${root} id) max_root join message t on t.thread_root = max_root.id and t.deleted_at is null
  group by max_root.id`;

/** SQL for a time as the API writes it: ISO 8601, UTC, milliseconds. */
export function isoUtc(expression: Sql): Sql {
  return sql`to_char(${expression} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
