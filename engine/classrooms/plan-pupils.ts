import { proposeUserName } from '../accounts/user-name.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { string } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { searchKey } from '../names.ts';
import { type Known, LEFT, type PlannedLine } from './planned-line.ts';
import type { CheckedLine } from './roster/check-lines.ts';

/** Somebody whom a line without an address may mean. */
interface Namesake extends Known {
  readonly userName: string | null;
  readonly key: string;
}

/** Who is there already, as lines without an address find them, and which user names are nobody's. */
export interface Pupils {
  readonly found: readonly Namesake[];
  /** Grows with each line that gets one. */
  readonly taken: Set<string>;
}

const namesake = (name: string): string =>
  `A pupil called ${name} is at the school already. Give the address or user name of that pupil, or a new user name for another.`;

/** Reads them by two statements, however long the list is; by none where every line has an address. */
export async function readPupils(
  { em, asked: { school } }: UnitOfWork,
  classroomId: string,
  lines: readonly CheckedLine[],
): Promise<Pupils> {
  const bare = lines.filter(({ email, why }) => email === '' && !why);
  if (bare.length === 0) return { found: [], taken: new Set() };
  const names = bare.map(({ userName }) => userName);
  const found = await run(
    em,
    sql<Namesake>`select h.id, '' email, h.user_name "userName", h.name, h.search_key key, h.role "schoolRole",
       h.left_at is not null "left", e.role
     from person h left join enrolment e on e.person_id = h.id and e.classroom_id = ${classroomId}
       and e.ended_at is null
     where h.school_id = ${school.id}
       and (h.user_name = any(${names}::text[]) or h.role = 'student' and h.left_at is null
         and h.search_key = any(${bare.map(({ name }) => searchKey(name))}::text[]))
     order by h.id`,
  );
  const taken = await run(
    em,
    sql({
      name: string.orNull,
    })`select user_name name from person where school_id = ${school.id} and user_name is not null`,
  );
  return { found, taken: new Set([...taken.flatMap(({ name }) => name ?? []), ...names]) };
}

/** What is to be done about a line without an address: it means somebody by a user name, else by the name. */
export function planPupil(
  { given: _, first: __, ...line }: CheckedLine,
  pupils: Pupils,
  decide: (found: Known) => Pick<PlannedLine, 'act'> & Partial<PlannedLine>,
): PlannedLine {
  const plain = { ...line, act: 'skip', known: null, personId: null } as const;
  const key = searchKey(line.name);
  const meant = line.userName ? pupils.found.find(({ userName }) => userName === line.userName) : inClass(pupils, key);
  if (meant) {
    const known = { ...plain, userName: meant.userName ?? '', known: meant.name };
    if (line.name !== '' && meant.key !== key)
      return { ...known, why: `The user name ${line.userName} is ${meant.name}'s. Choose another one.` };
    return meant.left ? { ...known, why: LEFT } : { ...known, personId: meant.id, ...decide(meant) };
  }
  if (line.name === '') return { ...plain, why: 'Please give a name.' };
  if (!line.userName && pupils.found.some((one) => one.key === key)) return { ...plain, why: namesake(line.name) };
  const userName = line.userName || proposeUserName(line.name, pupils.taken);
  pupils.taken.add(userName);
  return { ...plain, act: 'account', userName };
}

const inClass = ({ found }: Pupils, key: string): Namesake | undefined =>
  found.find((one) => one.key === key && one.role !== null);
