import { run, sql } from '../../engine/index.ts';
import type { Added, Mention } from './contract.ts';
import type { Context } from './people-here.ts';

/** Writes what a message names, in one statement. */
export async function storeMentions(
  { id, text }: { readonly id: string; readonly text: string },
  found: readonly Mention[],
  { em, school }: Context,
): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map((mention) => ({
    starts: mention.from,
    label: text.slice(mention.from + 1, mention.to),
    person: 'person' in mention ? mention.person : null,
    audience: 'all' in mention ? mention.all : null,
  }));
  await run(
    em,
    sql`insert into mentions (message_id, school_id, starts, person_id, audience, label, created_at)
     select ${id}::uuid, ${school.id}::uuid, v.starts, v.person, v.audience, v.label, now()
     from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) v (starts int, person uuid, audience text, label text)`,
  );
}

/** Whom a message names that it did not name before. */
export function addedTo(before: readonly Mention[], found: readonly Mention[]): Added {
  return { people: missingFrom(peopleOf(before), peopleOf(found)), all: missingFrom(allOf(before), allOf(found)) };
}

const peopleOf = (list: readonly Mention[]) => list.flatMap((each) => ('person' in each ? [each.person] : []));
const allOf = (list: readonly Mention[]) => list.flatMap((each) => ('all' in each ? [each.all] : []));

const missingFrom = <T>(before: readonly T[], found: readonly T[]): T[] =>
  [...new Set(found)].filter((each) => !before.includes(each));
