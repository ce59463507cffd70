import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawEpochs, GRANTS, SCHOOL_ROLES, type SchoolSetup } from '../engine/index.ts';
import { installed } from '../plugins/index.ts';
import { invitation, withEngine } from './admin-engine.ts';
import { actOn, PEOPLE_ACTS } from './admin-people.ts';
import { emailOf, nameOf, roleOf, schoolOf } from './admin-words.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { UsageError } from './explain.ts';
import { newSchoolFile } from './new-school-file.ts';
import { parseSchool, slugTrouble } from './school-file.ts';
import { writeSchoolSchema } from './school-schema.ts';

type Say = (text: string) => void;
type Variables = Readonly<Record<string, string | undefined>>;

const USAGE = `Usage:
  npm run admin -- create-school <slug> --admin <email> [--title "<title>"] [--name "<name of the admin>"]
      [--locale en-GB] [--timezone Europe/London]
  npm run admin -- invite <school> <email> [--role ${SCHOOL_ROLES.join('|')}] [--name "<name>"]

People of a school, as the last resort; its admins do the same on its page "People". <person> is a mail address, or the
user name of somebody without one:
  npm run admin -- end <school> <person>                       ends the membership
  npm run admin -- restore <school> <person>                   takes that back
  npm run admin -- role <school> <person> <role>               ${SCHOOL_ROLES.join(', ')}
  npm run admin -- address <school> <person> <new email>       lets the account go and invites the new address
  npm run admin -- grant <school> <person> <grant> [--take]    ${GRANTS.join(', ')}
  npm run admin -- reset <school> <person>                     prints a one-time password

After a restore from a copy, while the server is stopped:
  npm run admin -- restored                                    lets every open page start over`;

/**
 * Runs one administrative command, whether or not the server runs beside it.
 * @throws UsageError, EnvironmentError or DatabaseNotReady: a sentence with the cure
 */
export async function runAdmin(args: readonly string[], variables: Variables, say: Say): Promise<void> {
  const { words, options } = parsed(args);
  const [command, slug, who] = words;
  const environment = await readEnvironment(variables);
  if (command === 'restored' && words.length === 1) return restored(environment, say);
  if (command === 'create-school' && slug && words.length === 2) return createSchool(environment, slug, options, say);
  if (command === 'invite' && slug && who && words.length === 3)
    return invite(environment, slug, { ...options, email: who }, say);
  const act = PEOPLE_ACTS[command ?? ''];
  if (act && slug && who && words.length === 3 + act.words)
    return actOn(environment, { act, slug, who, word: words[3] ?? '', take: options.take === true }, say);
  throw new UsageError(USAGE);
}

interface Options {
  readonly title?: string | undefined;
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
  readonly admin?: string | undefined;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly take?: boolean | undefined;
}

function parsed(args: readonly string[]): { words: string[]; options: Options } {
  const text = { type: 'string' } as const;
  try {
    const words = { title: text, locale: text, timezone: text, admin: text, name: text, role: text };
    const options = { ...words, take: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { words: positionals, options: values };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

async function createSchool(environment: Environment, slug: string, options: Options, say: Say): Promise<void> {
  const trouble = slugTrouble(slug, installed);
  if (trouble !== null) throw new UsageError(`"${slug}" cannot be an address: ${trouble}, like oakwood.`);
  if (options.admin === undefined) throw new UsageError(USAGE);
  const email = emailOf(options.admin, '--admin');
  const name = nameOf(options.name);
  const file = join(environment.schoolsDir, `${slug}.yaml`);
  if (existsSync(file)) {
    throw new UsageError(
      `${file} is there already; invite people to that school with: npm run admin -- invite ${slug} <email>`,
    );
  }
  const { title = titleOf(slug), locale, timezone } = options;
  const text = newSchoolFile({ title, locale, timezone }, installed);
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
  const setup = await schoolOf(environment, slug);
  await withEngine(environment, [setup], say, async (opened) => {
    const link = await invitation(opened, slug, { email, role, name });
    say(`Invitation to ${setup.title} for ${email} (${role}), good once and for 14 days:\n  ${link}`);
  });
}

/** The same numbers stand for other messages now: no page may go on from what it had before. */
function restored(environment: Environment, say: Say): Promise<void> {
  return withEngine(environment, [], say, async ({ database }) => {
    await drawEpochs(database.system, 'all');
    say('Done. Start Homeroom now. Every open page reads its rooms again.');
  });
}

function setupOf(file: string, text: string): SchoolSetup {
  const school = parseSchool(file, text, installed);
  if ('setup' in school) return school.setup;
  throw new UsageError(school.problems.map(({ path, problem }) => `${path}: ${problem}`).join('\n'));
}

/** `oak-wood` → `Oak Wood` */
const titleOf = (slug: string): string => slug.replace(/-/g, ' ').replace(/\b\w/g, (letter) => letter.toUpperCase());
