import { type Context, NOTICES, UNREAD, visible } from './reads.ts';

/** More than this is not counted: the bell says 99+. */
export const MOST_COUNTED = 100;

/** How many are new to whom, in one statement for all of them. */
export async function countUnread(people: readonly string[], ctx: Context): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.em.execute<{ person: string; unread: number }[]>(
    `select t.person, c.unread from unnest(?::uuid[]) t(person) cross join lateral (
       select count(*)::int unread from (
         select 1 from ${NOTICES} where n.person_id = t.person and ${UNREAD} and ${visible(ctx)} limit ${MOST_COUNTED}) few) c`,
    [`{${people.join(',')}}`],
  );
  return new Map(rows.map(({ person, unread }) => [person, unread]));
}

/** Tells people's own devices how many are new to them now. */
export async function tellCounts(people: readonly string[], ctx: Context): Promise<void> {
  if (people.length === 0) return;
  const counts = await countUnread([...new Set(people)], ctx);
  for (const [person, unread] of counts) ctx.tell('changed', person, { unread });
}
