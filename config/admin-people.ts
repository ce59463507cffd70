import {
  type CommandName,
  DomainError,
  type Draft,
  GRANTS,
  type LiveSchool,
  type OpenEngine,
  type Outcome,
  personWithEmail,
  personWithUserName,
  runCommand,
} from '../engine/index.ts';
import { withEngine } from './admin-engine.ts';
import { emailOf, isUserName, roleOf, schoolOf, userNameOf } from './admin-words.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './explain.ts';

interface Given {
  readonly opened: OpenEngine;
  readonly school: LiveSchool;
  readonly personId: string;
  /** The mail address, or the user name of somebody without one. */
  readonly called: string;
  /** The word behind it: a role, a grant, another address. */
  readonly word: string;
  readonly take: boolean;
}

/** One thing that can be done about a person; answers what to print. */
interface PeopleAct {
  /** How many words stand behind whom it is about. */
  readonly words: 0 | 1;
  run(given: Given): Promise<string>;
}

/** What the server's operator can do about people when no admin of the school can. The history of the person shows it too. */
export const PEOPLE_ACTS: Readonly<Record<string, PeopleAct>> = {
  end: {
    words: 0,
    async run(given) {
      await ask(given, 'person.end', { personId: given.personId });
      return `The membership of ${given.called} has ended. What they wrote stays.`;
    },
  },
  restore: {
    words: 0,
    async run(given) {
      await ask(given, 'person.restore', { personId: given.personId });
      return `${given.called} is back, in the classes and rooms of before, and signs in as usual.`;
    },
  },
  role: {
    words: 1,
    async run(given) {
      const role = roleOf(given.word);
      await ask(given, 'person.changeRole', { personId: given.personId, role });
      return `${given.called} is now: ${role}.`;
    },
  },
  address: {
    words: 1,
    async run(given) {
      const email = emailOf(given.word, 'the new address');
      await ask(given, 'person.changeAddress', { personId: given.personId, email });
      return `${given.called} is ${email} from now on. An invitation is mailed there, by which they sign in.`;
    },
  },
  grant: {
    words: 1,
    async run(given) {
      const grant = GRANTS.find((each) => each === given.word);
      if (!grant) throw new UsageError(`"${given.word}" is not a grant: use ${GRANTS.join(', ')}.`);
      await ask(given, 'person.grant', { personId: given.personId, grant, held: !given.take });
      return `${given.called} ${given.take ? 'no longer holds' : 'holds'} ${grant}.`;
    },
  },
  reset: {
    words: 0,
    async run(given) {
      const { text, digest } = given.opened.accounts.newSlip();
      const { expiresAt } = await ask(given, 'person.resetPassword', { personId: given.personId, digest });
      return `One-time password of ${given.called}, until ${expiresAt}:\n  ${text}\nThey choose a password of their own with it. All their sessions have ended.`;
    },
  },
};

/** Asks as the server's operator. */
const ask = <K extends CommandName>({ opened, school }: Given, name: K, draft: Draft<K>): Promise<Outcome<K>> =>
  runCommand(opened.engine, { school, person: null }, name, draft);

interface Told {
  readonly act: PeopleAct;
  readonly slug: string;
  /** A mail address or a user name, as it was typed. */
  readonly who: string;
  readonly word: string;
  readonly take: boolean;
}

/** Does something about one person of a school. @throws UsageError with why it cannot be done */
export async function actOn(
  environment: Environment,
  { act, slug, who, word, take }: Told,
  say: (text: string) => void,
): Promise<void> {
  const called = isUserName(who) ? userNameOf(who) : emailOf(who, 'the address');
  const setup = await schoolOf(environment, slug);
  await withEngine(environment, [setup], say, async (opened) => {
    const school = opened.engine.schools.bySlug(slug);
    if (!school) throw new Error(`the school ${slug} did not open`);
    const find = isUserName(called) ? personWithUserName : personWithEmail;
    const person = await opened.database.inSchool(school.id, (em) => find(em, school.id, called));
    if (!person) throw new UsageError(`${setup.title} has nobody with the ${nameFor(called)} ${called}.`);
    try {
      say(await act.run({ opened, school, personId: person.id, called, word, take }));
    } catch (error) {
      if (error instanceof DomainError) throw new UsageError(error.message);
      throw error;
    }
  });
}

const nameFor = (called: string): string => (isUserName(called) ? 'user name' : 'address');
