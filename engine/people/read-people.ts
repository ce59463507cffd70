import { z } from 'zod';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { isStaff } from '../roles/roles.ts';
import type { PersonView } from '../views.ts';
import { personJson } from './person-view.ts';

/** Most people a search answers with. */
const MOST = 20;

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

/** People of the school by name: each word typed begins a word of the name, whatever its case. */
export async function searchPeople(work: UnitOfWork, query: string): Promise<PersonView[]> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const begins = words.map(() => `(lower(h.name) like ? or lower(h.name) like ?)`).join(' and ');
  const patterns = words.flatMap((word) => [`${escaped(word)}%`, `% ${escaped(word)}%`]);
  const rows = await work.em.execute<{ person: PersonView }[]>(
    `select ${personJson('h')} person from person h where ${FINDABLE} and ${begins || 'false'} order by lower(h.name), h.id limit ${MOST}`,
    [...findableFor(work), ...patterns],
  );
  return rows.map(({ person }) => person);
}

/** The asker's own contacts, as long as they may still find them. */
export async function readContacts(work: UnitOfWork): Promise<PersonView[]> {
  const rows = await work.em.execute<{ person: PersonView }[]>(
    `select ${personJson('h')} person from contact k join person h on h.id = k.person_id
     where ${FINDABLE} and k.owner_id = ? order by lower(h.name), h.id`,
    [...findableFor(work), work.asked.person?.id ?? null],
  );
  return rows.map(({ person }) => person);
}

/** Whether the asker may find somebody at all. */
export async function mayFind(work: UnitOfWork, personId: string): Promise<boolean> {
  const rows = await work.em.execute(`select 1 from person h where ${FINDABLE} and h.id = ?`, [
    ...findableFor(work),
    personId,
  ]);
  return rows.length > 0;
}

const escaped = (word: string): string => word.replace(/[\\%_]/g, '\\$&');
