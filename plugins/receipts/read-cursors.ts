import { z } from 'zod';
import { bool, findMessage, int4, json, type RoomContext, run, sql } from '../../engine/index.ts';
import type { Cursor, receipts } from './contract.ts';
import { takesPart } from './takes-part.ts';

export const Place = z.strictObject({ roomId: z.uuid(), rootId: z.uuid().optional() });

/** How far the others in a room, or in a thread of it, are. */
export interface Cursors {
  /** False for who hides theirs, or may only watch: then nothing is told of others. */
  readonly takesPart: boolean;
  /** Others who are told of, by name; null in a room of too many for names. */
  readonly named: readonly Cursor[] | null;
  /** There instead: the same, each sorted for itself, so that nobody can be made out. */
  readonly counted: Readonly<Record<'from' | 'seen' | 'delivered', readonly number[]>> | null;
}

const NOTHING: Cursors = { takesPart: false, named: [], counted: null };

/** Everybody's cursors in one statement, however many people and messages there are. @throws DomainError `missing` */
export async function readCursors(
  { rootId }: z.output<typeof Place>,
  ctx: RoomContext<typeof receipts>,
): Promise<Cursors> {
  if (rootId) await findMessage(ctx.em, ctx, rootId);
  if (!ctx.can('take-part')) return NOTHING;
  const [row] = await run(
    ctx.em,
    sql({ apart: bool, people: int4, cursors: json<Cursor[]>() })`select not exists (select 1 from participant p
     where p.room_id = r.id and p.person_id = ${ctx.actor.id} and ${takesPart(ctx)}) apart,
       (select count(*)::int from participant where room_id = r.id and left_at is null) people,
       (select coalesce(jsonb_agg(jsonb_build_object('person', p.person_id, 'from', greatest(p.visible_from, p.entered),
           'seen', case when ${rootId ?? null}::uuid is null then p.seen else coalesce(t.seen, 0) end,
           'delivered', greatest(p.seen, t.seen, d.up_to)) order by p.person_id), '[]')
        from participant p
        left join thread_cursor t on t.root_id = ${rootId ?? null}::uuid and t.person_id = p.person_id
        left join receipts_delivered d on d.room_id = p.room_id and d.person_id = p.person_id
        where p.room_id = r.id and p.person_id <> ${ctx.actor.id} and ${ctx.seesRoom} and ${takesPart(ctx)}) cursors
     from room r where r.id = ${ctx.room.id}`,
  );
  if (!row || row.apart) return NOTHING;
  if (row.people <= ctx.settings.namesUpTo) return { takesPart: true, named: row.cursors, counted: null };
  return { takesPart: true, named: null, counted: countable(row.cursors) };
}

function countable(cursors: readonly Cursor[]): NonNullable<Cursors['counted']> {
  const sorted = (of: (cursor: Cursor) => number) => cursors.map(of).sort((a, b) => a - b);
  return { from: sorted(({ from }) => from), seen: sorted(({ seen }) => seen), delivered: sorted((c) => c.delivered) };
}
