import type { z } from 'zod';
import { EmailAddress, PersonName } from '../../accounts/words.ts';
import type { ClassRole } from '../../roles/roles.ts';
import type { ListedPerson } from './read-roster.ts';
import { roleIn } from './words.ts';

/** One line of a list whose words were looked at, each for itself; who is who, the school's roster decides. */
export interface CheckedLine {
  readonly line: number;
  readonly email: string;
  readonly name: string;
  readonly role: ClassRole | null;
  /** The list says the role itself. */
  readonly given: boolean;
  /** What is wrong with it. */
  readonly why: string | null;
  /** The line on which the same address stands first, if that is another one. */
  readonly first: number | null;
}

/** Checks the lines of a list, and finds those that say the same person twice. */
export function checkLines(people: readonly ListedPerson[]): CheckedLine[] {
  const lines = new Map<string, number>();
  return people.map((person) => {
    const line = checkLine(person);
    if (line.why) return line;
    const first = lines.get(line.email) ?? null;
    if (first === null) lines.set(line.email, line.line);
    return { ...line, first };
  });
}

function checkLine({ line, email, name, role }: ListedPerson): CheckedLine {
  const address = EmailAddress.safeParse(email);
  const called = PersonName.safeParse(name);
  const inClass = role === '' ? 'student' : (roleIn(role) ?? null);
  const why =
    problemOf(address) ??
    (name === '' ? null : problemOf(called)) ??
    (inClass === null ? `"${role.slice(0, 80)}" is not a role of a class.` : null);
  const shown = { email: address.data ?? email.slice(0, 254), name: called.data ?? name.slice(0, 80) };
  return { ...{ line, ...shown, role: inClass, given: role !== '', why, first: null } };
}

const problemOf = (read: { error?: z.ZodError | undefined }): string | null => read.error?.issues[0]?.message ?? null;
