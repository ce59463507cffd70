import { type PluginContext, run, sql } from '../../engine/index.ts';
import type { Cursor, receipts } from './contract.ts';
import type { Move } from './moves.ts';
import { takesPart } from './takes-part.ts';

type Context = PluginContext<typeof receipts>;

interface Row {
  readonly room: string;
  readonly root: string | null;
  readonly cursor: Cursor;
  readonly large: boolean;
  readonly authors: readonly string[];
}

/**
 * Tells those whose messages were reached, and nobody else, one event each for a room or thread, however many people moved.
 * Who has left the room meanwhile, hides theirs or may only watch is neither told nor told of.
 */
export async function tellAuthors(moves: readonly Move[], ctx: Context): Promise<void> {
  const byAuthor = new Map<string, Row[]>();
  for (const row of await reached(moves, ctx)) {
    for (const author of row.authors) {
      const key = `${author} ${row.room} ${row.root}`;
      byAuthor.set(key, [...(byAuthor.get(key) ?? []), row]);
    }
  }
  for (const [key, rows] of byAuthor) {
    const [{ room: roomId, root: rootId, large }] = rows as [Row];
    const cursors = large ? [] : rows.map(({ cursor }) => cursor);
    ctx.tell('moved', key.slice(0, key.indexOf(' ')), { roomId, rootId, cursors });
  }
}

/** Where the people who moved are now, and whose messages they came by. One statement for everything that moved. */
async function reached(moves: readonly Move[], ctx: Context): Promise<readonly Row[]> {
  return run(
    ctx.em,
    sql<Row>`with moved as (
       select v.room, v.root, v.person, min(v."after") "after", max(v."upTo") up_to
       from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) v (room uuid, root uuid, person uuid, "after" bigint,
         "upTo" bigint)
       group by v.room, v.root, v.person)
     select v.room, v.root, a.authors,
       (select count(*) from participant o
       where o.room_id = v.room and o.left_at is null) > ${ctx.settings.namesUpTo} large,
       jsonb_build_object('person', p.person_id, 'from', greatest(p.visible_from, p.entered),
         'seen', case when v.root is null then p.seen else coalesce(t.seen, 0) end,
         'delivered', greatest(p.seen, t.seen, d.up_to)) "cursor"
     from moved v
     join room r on r.id = v.room
     join participant p on p.room_id = v.room and p.person_id = v.person
     left join thread_cursor t on t.root_id = v.root and t.person_id = v.person
     left join receipts_delivered d on d.room_id = v.room and d.person_id = v.person
     cross join lateral (select greatest(v."after", p.visible_from, p.entered) "after") new
     cross join lateral (
       select jsonb_agg(distinct m.author_id) authors from message m
       join participant p on p.room_id = m.room_id and p.person_id = m.author_id
       where m.room_id = v.room and m.seq > new."after" and m.seq <= v.up_to and m.author_id <> v.person
         and (v.root is null or m.thread_root = v.root) and m.kind = 'text' and m.deleted_at is null
         and ${ctx.seesRoom} and ${takesPart(ctx)}) a
     where a.authors is not null and ${ctx.seesRoom} and ${takesPart(ctx)}`,
  );
}
