import { type PluginContext, run, sql } from '../../engine/index.ts';
import type { Presence, presence } from './contract.ts';
import { STATE, shownAs, socketsOf } from './state.ts';
import { tellRooms } from './tell-rooms.ts';

export type Context = PluginContext<typeof presence>;

/**
 * Looks what people are now and tells the rooms they are in, of those for whom it is something else. Their rows are locked
 * first, so that of two nodes that look at once the second sees all that the first saw, and has the higher version.
 */
export async function refresh(people: readonly string[], ctx: Context): Promise<void> {
  await lockRows(people, ctx);
  const changed = await run(
    ctx.em,
    sql<Presence & { hidden: boolean }>`update presence h
     set state = n.state, changed_at = clock_timestamp(), seen_at = case n.state when 'offline' then now() else h.seen_at end
     from (select h.person_id, ${STATE} state from presence h ${socketsOf(sql`h.person_id`)}
     where h.person_id = any(${people}::uuid[])) n
     where n.person_id = h.person_id and n.state <> h.state
     returning ${shownAs(sql`h.state`)}, h.hidden`,
  );
  const isHidden = (hidden: boolean) => hidden && ctx.settings.hiding;
  await tellRooms(
    changed.flatMap(({ hidden, ...shown }) => (isHidden(hidden) ? [] : [shown])),
    ctx,
  );
}

/** A row for each, which nobody else changes until the commit. Always in one order: two who lock many never wait for each other. */
export async function lockRows(people: readonly string[], ctx: Context): Promise<void> {
  await run(
    ctx.em,
    sql`insert into presence (person_id, school_id, changed_at)
     select id, school_id, now() from person where id = any(${people}::uuid[]) order by id on conflict do nothing`,
  );
  await run(ctx.em, sql`select 1 from presence where person_id = any(${people}::uuid[]) order by person_id for update`);
}
