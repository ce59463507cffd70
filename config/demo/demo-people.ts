import { randomUUID } from 'node:crypto';
import {
  type ApiContext,
  type LiveSchool,
  type OpenEngine,
  run,
  type SchoolRole,
  searchKey,
  sql,
} from '../../engine/index.ts';
import type { AppRouter } from '../../plugins/index.ts';
import { DEMO_PASSWORD, type DemoSchool, demoEmail } from './demo-school.ts';

export type Api = ReturnType<AppRouter['createCaller']>;
/** Somebody who can ask for things. */
export interface DemoPerson {
  readonly id: string;
  readonly api: Api;
}
type Opened = Pick<OpenEngine, 'base' | 'database'>;

/** Makes the people of a demo school, with accounts that need no invitation. */
export async function addPeople(
  opened: Opened,
  router: AppRouter,
  school: LiveSchool,
  demo: DemoSchool,
): Promise<ReadonlyMap<string, DemoPerson>> {
  const people = await Promise.all(
    Object.entries(demo.people).map(async ([key, { name, role }]) => {
      const email = demoEmail(demo, key);
      const account = await opened.base.accounts.passwords.create({
        email,
        name,
        password: DEMO_PASSWORD,
        proven: true,
      });
      const person = { id: randomUUID(), schoolId: school.id, accountId: account.id, name, email, role };
      await insertPerson(opened, person);
      return [key, { id: person.id, api: router.createCaller(contextOf(opened, person)) }] as const;
    }),
  );
  return new Map(people);
}

interface PersonRow {
  readonly id: string;
  readonly schoolId: string;
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly role: SchoolRole;
}

const insertPerson = ({ database }: Opened, { id, schoolId, accountId, email, name, role }: PersonRow) =>
  database.inSchool(schoolId, (em) =>
    run(
      em,
      sql`insert into person (id, school_id, account_id, email, name, search_key, role, created_at)
       values (${id}, ${schoolId}, ${accountId}, ${email}, ${name}, ${searchKey(name)}, ${role}, now())`,
    ),
  );

/** Speaks to the API as this person, faster than a person may. */
const contextOf = ({ base }: Opened, person: PersonRow): ApiContext => ({
  ...base,
  limits: { take: () => undefined, answered: () => undefined },
  who: {
    session: '',
    account: person.accountId,
    rights: person.role,
    person: { ...person, userName: null, avatarVersion: null },
  },
  address: '',
  setCookie: () => undefined,
});
