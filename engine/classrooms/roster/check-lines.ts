import type { z } from 'zod';
import { UserName } from '../../accounts/user-name.ts';
import { EmailAddress, PersonName } from '../../accounts/words.ts';
import { searchKey } from '../../names.ts';
import type { ClassRole } from '../../roles/roles.ts';
import type { ListedPerson } from './read-roster.ts';
import { roleIn } from './words.ts';

/** One line of a list whose words were looked at, each for itself; who is who, the school's roster decides. */
export interface CheckedLine {
  readonly line: number;
  /** Empty for somebody who has none: a pupil, known by `userName` or, without one, by `name`. */
  readonly email: string;
  readonly userName: string;
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
    const named = `name ${searchKey(line.name)}`;
    const own = line.email || (line.userName ? `user name ${line.userName}` : named);
    const first = lines.get(own) ?? null;
    for (const key of [own, named]) if (!lines.has(key)) lines.set(key, line.line);
    return first === null || line.email ? { ...line, first } : { ...line, why: alike(first, line) };
  });
}

/** Children may have one name: who is who, the list has to say. */
const alike = (first: number, { userName }: CheckedLine): string =>
  userName
    ? `Line ${first} has this user name too.`
    : `Line ${first} has this name too. Give each of them a user name.`;

const TWO_ADDRESSES = /\S@\S+[\s,;/|]+\S+@\S/;
const ONLY_PUPILS = 'Only pupils can be without an email address.';

function checkLine({ line, email, userName, name, role }: ListedPerson): CheckedLine {
  const isBare = email === '' && (name !== '' || userName !== '');
  const address = isBare ? null : EmailAddress.safeParse(email);
  const login = isBare && userName !== '' ? UserName.safeParse(userName) : null;
  const called = name === '' ? null : PersonName.safeParse(name);
  const inClass = role === '' ? 'student' : (roleIn(role) ?? null);
  const why =
    (TWO_ADDRESSES.test(email) ? 'There is more than one address. Leave one of them.' : null) ??
    problemOf(address) ??
    problemOf(login) ??
    problemOf(called) ??
    (inClass === null ? `"${role.slice(0, 80)}" is not a role of a class.` : null) ??
    (isBare && inClass !== 'student' ? ONLY_PUPILS : null);
  const shown = {
    email: isBare ? '' : (address?.data ?? email.slice(0, 254)),
    userName: login ? (login.data ?? userName.slice(0, 80)) : '',
    name: called?.data ?? name.slice(0, 80),
  };
  return { ...{ line, ...shown, role: inClass, given: role !== '', why, first: null } };
}

const problemOf = (read: { error?: z.ZodError | undefined } | null): string | null =>
  read?.error?.issues[0]?.message ?? null;
