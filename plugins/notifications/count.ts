import { type Gathering, int4, run, sql, text, uuid } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { type Context, NOTICES, UNREAD, visible } from './reads.ts';

/** More than this is not counted: the bell says 99+. */
export const MOST_COUNTED = 100;

/** How many are new to whom, in one statement for all of them. */
export async function countUnread(people: readonly string[], ctx: Context): Promise<ReadonlyMap<string, number>> {
  const rows = await run(
    ctx.em,
    sql({
      person: uuid,
      unread: int4,
    })`select t.person, c.unread from unnest(${people}::uuid[]) t(person) cross join lateral (
       select count(*)::int unread from (
         select 1 from ${NOTICES} where n.person_id = t.person and ${UNREAD}
           and ${visible(ctx)} limit ${text(MOST_COUNTED)}) few) c`,
  );
  return new Map(rows.map(({ person, unread }) => [person, unread]));
}

/**
 * Those of whom something came, was read or went: their devices are told how many are new to them now. Counted once what
 * changed it has committed, so that of two changes at once the last count holds both; all of a moment by one statement, and
 * only those who are here: of a school that is told of something, most are not.
 */
export const counts: Gathering<typeof notifications, string> = {
  name: 'counts',
  everyMs: 50,
  async run(people, ctx) {
    for (const [person, unread] of await countUnread(await thoseHere(people, ctx), ctx))
      ctx.tell('changed', person, { unread });
  },
};

/** Whoever comes later, or is not written down yet, is counted when they are. */
async function thoseHere(people: readonly string[], ctx: Context): Promise<string[]> {
  const rows = await run(
    ctx.em,
    sql({ person_id: uuid })`select distinct person_id from connection where person_id = any(${people}::uuid[])`,
  );
  return rows.map(({ person_id }) => person_id);
}

/** Has people's own devices told, once this has committed. */
export function tellCounts(people: readonly string[], ctx: Context): void {
  for (const person of people) ctx.gather(counts, person);
}
