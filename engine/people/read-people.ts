import { z } from 'zod';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { joined, run, type Sql, sql, text } from '../database/sql.ts';
import { nameOrder, searchTerms } from '../names.ts';
import { isStaff } from '../roles/roles.ts';
import type { PersonView } from '../views.ts';
import { personJson } from './person-view.ts';

/** Most people a search answers with. */
const MOST = 20;
/** Of how many those are the first by name, in the order of the school's language. */
const SORTED = 200;

export const Search = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1, 'Type a name.')
    .max(80)
    .refine((q) => !q.includes('\0') && q.isWellFormed(), 'That is not a name.'),
});

/** Whom the asker may find, over `h`: staff the whole school, others those they share a class with. */
const findableFor = ({ asked: { person } }: UnitOfWork): Sql =>
  sql`h.left_at is null and h.id <> ${person?.id ?? null}::uuid
    and (${person !== null && isStaff(person.role)}::boolean or exists (
  select 1 from enrolment mine join enrolment theirs on theirs.classroom_id = mine.classroom_id
  where mine.person_id = ${person?.id ?? null}::uuid and mine.ended_at is null and theirs.person_id = h.id
    and theirs.ended_at is null))`;

/** People of the school by name: each word typed begins a word of the name, as `nameMatches` says. */
export async function searchPeople(work: UnitOfWork, query: string): Promise<PersonView[]> {
  const terms = searchTerms(query);
  if (terms.length === 0) return [];
  const stands = joined(
    terms.map((term) => sql`strpos(h.search_key, ${term}) > 0`),
    sql` and `,
  );
  const rows = await run(
    work.em,
    sql({
      person: json<PersonView>(),
    })`select ${personJson(sql`h`)} person from person h where ${findableFor(work)} and ${stands}
     order by h.search_key collate "C", h.id limit ${text(SORTED)}`,
  );
  return byName(rows, work).slice(0, MOST);
}

/** The asker's own contacts, as long as they may still find them. */
export async function readContacts(work: UnitOfWork): Promise<PersonView[]> {
  const rows = await run(
    work.em,
    sql({
      person: json<PersonView>(),
    })`select ${personJson(sql`h`)} person from contact k join person h on h.id = k.person_id
     where ${findableFor(work)} and k.owner_id = ${work.asked.person?.id ?? null} order by h.id`,
  );
  return byName(rows, work);
}

function byName(rows: readonly { readonly person: PersonView }[], { asked: { school } }: UnitOfWork): PersonView[] {
  const order = nameOrder(school.locale);
  return rows.map(({ person }) => person).sort((a, b) => order(a.name, b.name));
}

/** Whether the asker may find somebody at all. */
export async function mayFind(work: UnitOfWork, personId: string): Promise<boolean> {
  const rows = await run(work.em, sql`select 1 from person h where ${findableFor(work)} and h.id = ${personId}`);
  return rows.length > 0;
}
