import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EmailAddress, PersonName, SCHOOL_ROLES, type SchoolRole, type SchoolSetup } from '../engine/index.ts';
import { installed } from '../plugins/index.ts';
import { invitation, withEngine } from './admin-engine.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { UsageError } from './explain.ts';
import { newSchoolFile } from './new-school-file.ts';
import { isSlug, parseSchool } from './school-file.ts';
import { problemLine } from './school-problems.ts';
import { writeSchoolSchema } from './school-schema.ts';
import { readSchools } from './schools.ts';

type Say = (text: string) => void;
type Variables = Readonly<Record<string, string | undefined>>;

const USAGE = `Usage:
  npm run admin -- create-school <slug> --admin <email> [--title "<title>"] [--name "<name of the admin>"]
  npm run admin -- invite <school> <email> [--role ${SCHOOL_ROLES.join('|')}] [--name "<name>"]`;

/**
 * Runs one administrative command, whether or not the server runs beside it.
 * @throws UsageError, EnvironmentError or DatabaseNotReady: a sentence with the cure
 */
export async function runAdmin(args: readonly string[], variables: Variables, say: Say): Promise<void> {
  const { words, options } = parsed(args);
  const [command, slug, email] = words;
  const environment = await readEnvironment(variables);
  if (command === 'create-school' && slug && words.length === 2) return createSchool(environment, slug, options, say);
  if (command === 'invite' && slug && email && words.length === 3)
    return invite(environment, slug, { ...options, email }, say);
  throw new UsageError(USAGE);
}

interface Options {
  readonly title?: string | undefined;
  readonly admin?: string | undefined;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
}

function parsed(args: readonly string[]): { words: string[]; options: Options } {
  const text = { type: 'string' } as const;
  try {
    const options = { title: text, admin: text, name: text, role: text };
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { words: positionals, options: values };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

async function createSchool(environment: Environment, slug: string, options: Options, say: Say): Promise<void> {
  if (!isSlug(slug))
    throw new UsageError(`"${slug}" cannot be an address: use small letters, digits and hyphens, like oakwood.`);
  const email = emailOf(options.admin, '--admin');
  const name = nameOf(options.name);
  const file = join(environment.schoolsDir, `${slug}.yaml`);
  if (existsSync(file)) {
    throw new UsageError(
      `${file} is there already; invite people to that school with: npm run admin -- invite ${slug} <email>`,
    );
  }
  const text = newSchoolFile(options.title ?? titleOf(slug), installed);
  const setup = setupOf(file, text);
  await withEngine(environment, [setup], say, async (opened) => {
    const link = await invitation(opened, slug, { email, role: 'admin', name });
    // Last, so that nothing is half made when the database could not be reached.
    await mkdir(environment.schoolsDir, { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    writeSchoolSchema(environment.schoolsDir, installed);
    say(
      `${setup.title} is set up in ${file}.\n\nInvitation for its admin ${email}, good once and for 14 days:\n  ${link}`,
    );
  });
}

async function invite(
  environment: Environment,
  slug: string,
  who: Options & { email: string },
  say: Say,
): Promise<void> {
  const email = emailOf(who.email, 'the address');
  const name = nameOf(who.name);
  const role = roleOf(who.role ?? 'teacher');
  const { good, bad } = await readSchools(environment.schoolsDir, installed);
  const setup = good.find((school) => school.slug === slug);
  const problems = bad.filter((problem) => problem.slug === slug).map(problemLine);
  if (!setup) throw new UsageError(problems.join('\n') || `There is no ${slug}.yaml in ${environment.schoolsDir}.`);
  await withEngine(environment, [setup], say, async (opened) => {
    const link = await invitation(opened, slug, { email, role, name });
    say(`Invitation to ${setup.title} for ${email} (${role}), good once and for 14 days:\n  ${link}`);
  });
}

function setupOf(file: string, text: string): SchoolSetup {
  const school = parseSchool(file, text, installed);
  if ('setup' in school) return school.setup;
  throw new UsageError(school.problems.map(({ path, problem }) => `${path}: ${problem}`).join('\n'));
}

function emailOf(text: string | undefined, what: string): string {
  if (text === undefined) throw new UsageError(USAGE);
  return checked(EmailAddress, text, what);
}

const nameOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : checked(PersonName, text, '--name');

function checked(word: typeof EmailAddress | typeof PersonName, text: string, what: string): string {
  const read = word.safeParse(text);
  if (read.success) return read.data;
  throw new UsageError(`${what} "${text}": ${read.error.issues[0]?.message}`);
}

function roleOf(text: string): SchoolRole {
  const role = SCHOOL_ROLES.find((each) => each === text);
  if (!role) throw new UsageError(`"${text}" is not a role: use ${SCHOOL_ROLES.join(', ')}.`);
  return role;
}

/** `oak-wood` → `Oak Wood` */
const titleOf = (slug: string): string => slug.replace(/-/g, ' ').replace(/\b\w/g, (letter) => letter.toUpperCase());
