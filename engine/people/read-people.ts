import { z } from 'zod';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
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
const FINDABLE = `h.left_at is null and h.id <> ?::uuid and (?::boolean or exists (
  select 1 from enrolment mine join enrolment theirs on theirs.classroom_id = mine.classroom_id
  where mine.person_id = ?::uuid and mine.ended_at is null and theirs.person_id = h.id and theirs.ended_at is null))`;

const findableFor = ({ asked }: UnitOfWork): readonly unknown[] => {
  const id = asked.person?.id ?? null;
  return [id, asked.person !== null && isStaff(asked.person.role), id];
};

/** People of the school by name: each word typed begins a word of the name, as `nameMatches` says. */
export async function searchPeople(work: UnitOfWork, query: string): Promise<PersonView[]> {
  const terms = searchTerms(query);
  if (terms.length === 0) return [];
  const stands = terms.map(() => 'strpos(h.search_key, ?) > 0').join(' and ');
  const rows = await work.em.execute<{ person: PersonView }[]>(
    `select ${personJson('h')} person from person h where ${FINDABLE} and ${stands}
     order by h.search_key collate "C", h.id limit ${SORTED}`,
    [...findableFor(work), ...terms],
  );
  return byName(rows, work).slice(0, MOST);
}

/** The asker's own contacts, as long as they may still find them. */
export async function readContacts(work: UnitOfWork): Promise<PersonView[]> {
  const rows = await work.em.execute<{ person: PersonView }[]>(
    `select ${personJson('h')} person from contact k join person h on h.id = k.person_id
     where ${FINDABLE} and k.owner_id = ? order by h.id`,
    [...findableFor(work), work.asked.person?.id ?? null],
  );
  return byName(rows, work);
}

function byName(rows: readonly { readonly person: PersonView }[], { asked: { school } }: UnitOfWork): PersonView[] {
  const order = nameOrder(school.locale);
  return rows.map(({ person }) => person).sort((a, b) => order(a.name, b.name));
}

/** Whether the asker may find somebody at all. */
export async function mayFind(work: UnitOfWork, personId: string): Promise<boolean> {
  const rows = await work.em.execute(`select 1 from person h where ${FINDABLE} and h.id = ?`, [
    ...findableFor(work),
    personId,
  ]);
  return rows.length > 0;
}
