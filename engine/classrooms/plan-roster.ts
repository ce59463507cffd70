import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import type { ClassRole } from '../roles/roles.ts';
import { MAY_BE, WRONG_ROLE } from './may-be.ts';
import { planPupil, readPupils } from './plan-pupils.ts';
import { type Known, LEFT, type PlannedLine } from './planned-line.ts';
import { type CheckedLine, checkLines } from './roster/check-lines.ts';
import type { ListedPerson } from './roster/read-roster.ts';

const NEW_STAFF = 'Only an admin may add staff whom the school does not know yet.';

/** What handing in a list would do, line by line, by four statements however long it is. It changes nothing. */
export async function planRoster(
  work: UnitOfWork,
  classroomId: string,
  people: readonly ListedPerson[],
): Promise<PlannedLine[]> {
  const checked = checkLines(people);
  const known = await knownBy(work, classroomId, checked);
  const pupils = await readPupils(work, classroomId, checked);
  return checked.map((line) =>
    line.email === '' && !line.why
      ? planPupil(line, pupils, (found) => decided(work, line, found))
      : plannedLine(line, known, (found) => decided(work, line, found)),
  );
}

/** A checked line with what is to be done about it; `decide` is asked where nothing about the line itself decides. */
export function plannedLine(
  { given: _, first, ...line }: CheckedLine,
  known: ReadonlyMap<string, Known>,
  decide: (found: Known | undefined) => Pick<PlannedLine, 'act'> & Partial<PlannedLine>,
): PlannedLine {
  const plain = { ...line, act: 'skip', known: null, personId: null } as const;
  if (line.why) return plain;
  if (first !== null) return { ...plain, act: 'already', why: `Is on line ${first} too.` };
  const found = known.get(line.email);
  if (!found && line.name === '') return { ...plain, why: 'Please give a name.' };
  if (found?.left) return { ...plain, known: found.name, why: LEFT };
  return { ...plain, known: found?.name ?? null, personId: found?.id ?? null, ...decide(found) };
}

function decided({ asked }: UnitOfWork, line: CheckedLine, known: Known | undefined) {
  const role = line.role as ClassRole;
  if (!known) {
    const isStaff = role !== 'student' && role !== 'guardian';
    if (isStaff && asked.person?.role !== 'admin') return { act: 'skip', why: NEW_STAFF } as const;
    return { act: 'invite' } as const;
  }
  if (known.role !== null && (known.role === role || !line.given)) return { act: 'already', role: known.role } as const;
  if (!MAY_BE[known.schoolRole].includes(role)) return { act: 'skip', why: WRONG_ROLE, personId: null } as const;
  return { act: known.role === null ? 'enrol' : 'change' } as const;
}

/** Whom of a list the school knows, and as what in a class; without a class in none. */
export async function knownBy(
  { em, asked }: UnitOfWork,
  classroomId: string | null,
  lines: readonly CheckedLine[],
): Promise<ReadonlyMap<string, Known>> {
  const emails = lines.flatMap(({ email, why }) => (why || email === '' ? [] : [email]));
  if (emails.length === 0) return new Map();
  const rows = await run(
    em,
    sql<Known>`select h.id, lower(h.email) email, h.name, h.role "schoolRole", h.left_at is not null "left", e.role
     from person h left join enrolment e on e.person_id = h.id and e.classroom_id = ${classroomId}::uuid
       and e.ended_at is null
     where h.school_id = ${asked.school.id} and lower(h.email) = any(${emails}::text[])`,
  );
  return new Map(rows.map((row) => [row.email, row]));
}
