import type { z } from 'zod';
import { EmailAddress, PersonName } from '../accounts/words.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import type { ClassRole, SchoolRole } from '../roles/roles.ts';
import { MAY_BE, WRONG_ROLE } from './may-be.ts';
import type { ListedPerson } from './roster/read-roster.ts';
import { roleIn } from './roster/words.ts';

/**
 * What handing in a list does with one of its lines. `invite`: somebody new to the school; `enrol`: somebody it knows;
 * `change`: another role in the class; `already`: nothing is left to do; `skip`: it cannot be done.
 */
export type RosterAct = 'invite' | 'enrol' | 'change' | 'already' | 'skip';

export interface PlannedLine {
  readonly line: number;
  readonly email: string;
  readonly name: string;
  readonly role: ClassRole | null;
  readonly act: RosterAct;
  /** What the school calls this person, who is known to it. */
  readonly known: string | null;
  /** Why it cannot be done, or why nothing is left to do. */
  readonly why: string | null;
  readonly personId: string | null;
}

interface Known {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly schoolRole: SchoolRole;
  readonly left: boolean;
  /** On this class's roster; null when they are not. */
  readonly role: ClassRole | null;
}

const NEW_STAFF = 'Only an admin may add staff whom the school does not know yet.';
const LEFT = 'This person has left the school.';

/** What handing in a list would do, line by line, by two statements however long it is. It changes nothing. */
export async function planRoster(
  work: UnitOfWork,
  classroomId: string,
  people: readonly ListedPerson[],
): Promise<PlannedLine[]> {
  const read = people.map(readLine);
  const known = await knownBy(
    work,
    classroomId,
    read.flatMap(({ email, why }) => (why ? [] : [email])),
  );
  const first = new Map<string, number>();
  return read.map((line) => {
    if (line.why) return line;
    const before = first.get(line.email);
    first.set(line.email, before ?? line.line);
    if (before !== undefined) return { ...line, act: 'already', why: `Is on line ${before} too.` };
    return decided(work, line, known.get(line.email));
  });
}

/** `given`: the list says the role itself. */
type ReadLine = PlannedLine & { readonly given: boolean };

function readLine({ line, email, name, role }: ListedPerson): ReadLine {
  const address = EmailAddress.safeParse(email);
  const called = PersonName.safeParse(name);
  const inClass = role === '' ? 'student' : (roleIn(role) ?? null);
  const why =
    problemOf(address) ??
    (name === '' ? null : problemOf(called)) ??
    (inClass === null ? `"${role.slice(0, 80)}" is not a role of a class.` : null);
  const shown = { email: address.data ?? email.slice(0, 254), name: called.data ?? name.slice(0, 80) };
  return {
    ...{ line, ...shown, role: inClass, act: 'skip' as const, known: null, why, personId: null },
    given: role !== '',
  };
}

const problemOf = (read: { error?: z.ZodError | undefined }): string | null => read.error?.issues[0]?.message ?? null;

function decided({ asked }: UnitOfWork, { given, ...line }: ReadLine, known: Known | undefined): PlannedLine {
  const role = line.role as ClassRole;
  const skip = (why: string): PlannedLine => ({ ...line, known: known?.name ?? null, why });
  if (!known) {
    if (line.name === '') return skip('Please give a name.');
    if (role !== 'student' && role !== 'guardian' && asked.person?.role !== 'admin') return skip(NEW_STAFF);
    return { ...line, act: 'invite' };
  }
  if (known.left) return skip(LEFT);
  const found = { ...line, known: known.name, personId: known.id };
  if (known.role !== null && (known.role === role || !given)) return { ...found, role: known.role, act: 'already' };
  if (!MAY_BE[known.schoolRole].includes(role)) return skip(WRONG_ROLE);
  return { ...found, act: known.role === null ? 'enrol' : 'change' };
}

async function knownBy(
  { em, asked }: UnitOfWork,
  classroomId: string,
  emails: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  if (emails.length === 0) return new Map();
  const rows = await em.execute<Known[]>(
    `select h.id, lower(h.email) email, h.name, h.role "schoolRole", h.left_at is not null "left", e.role
     from person h left join enrolment e on e.person_id = h.id and e.classroom_id = ? and e.ended_at is null
     where h.school_id = ? and lower(h.email) in (?)`,
    [classroomId, asked.school.id, emails],
  );
  return new Map(rows.map((row) => [row.email, row]));
}
