import {
  EmailAddress,
  PersonName,
  SCHOOL_ROLES,
  type SchoolRole,
  type SchoolSetup,
  UserName,
} from '../engine/index.ts';
import { installed } from '../plugins/index.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './explain.ts';
import { problemLine } from './school-problems.ts';
import { readSchools } from './schools.ts';

// What administrative commands are told, checked. Each throws UsageError, with a sentence that says what to write.

export const emailOf = (text: string, what: string): string => checked(EmailAddress, text, what);

export const nameOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : checked(PersonName, text, '--name');

/** What a person of a school is found by: a mail address; or, for somebody without one, the user name. */
export const isUserName = (text: string): boolean => !text.includes('@');
export const userNameOf = (text: string): string => checked(UserName, text, 'the user name');

function checked(word: typeof EmailAddress | typeof PersonName | typeof UserName, text: string, what: string): string {
  const read = word.safeParse(text);
  if (read.success) return read.data;
  throw new UsageError(`${what} "${text}": ${read.error.issues[0]?.message}`);
}

export function roleOf(text: string): SchoolRole {
  const role = SCHOOL_ROLES.find((each) => each === text);
  if (!role) throw new UsageError(`"${text}" is not a role: use ${SCHOOL_ROLES.join(', ')}.`);
  return role;
}

/** A school that has a file without mistakes. */
export async function schoolOf({ schoolsDir }: Environment, slug: string): Promise<SchoolSetup> {
  const { good, bad } = await readSchools(schoolsDir, installed);
  const setup = good.find((school) => school.slug === slug);
  if (setup) return setup;
  const problems = bad.filter((problem) => problem.slug === slug).map(problemLine);
  throw new UsageError(problems.join('\n') || `There is no ${slug}.yaml in ${schoolsDir}.`);
}
