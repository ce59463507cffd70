import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as newId } from 'uuid';
import { uuid } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { searchKey } from '../names.ts';
import type { SchoolRole } from '../roles/roles.ts';

/** A person of the roster, as registering and inviting need them. */
export interface RosterPerson {
  readonly id: string;
  readonly schoolId: string;
  readonly accountId: string | null;
  readonly email: string;
  readonly name: string;
  readonly left: boolean;
}
export interface Newcomer {
  readonly schoolId: string;
  readonly email: string;
  readonly name: string;
  readonly role: SchoolRole;
}

const COLUMNS = sql`id, school_id as "schoolId", account_id as "accountId", email, name, left_at is not null as "left"`;

/** Who has this address in the school, those who left among them. */
export async function personWithEmail(
  em: EntityManager,
  schoolId: string,
  email: string,
): Promise<RosterPerson | null> {
  const rows = await run(
    em,
    sql<RosterPerson>`select ${COLUMNS} from person where school_id = ${schoolId} and lower(email) = lower(${email})`,
  );
  return rows[0] ?? null;
}

/** Somebody without a mail address, by what they sign in with at their school. */
export async function personWithUserName(
  em: EntityManager,
  schoolId: string,
  userName: string,
): Promise<RosterPerson | null> {
  const rows = await run(
    em,
    sql<RosterPerson>`select ${COLUMNS} from person
      where school_id = ${schoolId} and user_name = ${userName} and email is null`,
  );
  return rows[0] ?? null;
}

export async function personById(em: EntityManager, schoolId: string, id: string): Promise<RosterPerson | null> {
  const rows = await run(
    em,
    sql<RosterPerson>`select ${COLUMNS} from person where school_id = ${schoolId} and id = ${id}`,
  );
  return rows[0] ?? null;
}

/**
 * Puts somebody on the roster, invited: no account opens as them yet. When two do so at once, both get the one person.
 * `added` is false for whoever came second.
 */
export async function addPerson(em: EntityManager, who: Newcomer): Promise<{ person: RosterPerson; added: boolean }> {
  const rows = await run(
    em,
    sql<RosterPerson>`insert into person (id, school_id, email, name, search_key, role, created_at)
     values (${newId()}, ${who.schoolId}, ${who.email}, ${who.name}, ${searchKey(who.name)}, ${who.role}, now())
     on conflict (school_id, lower(email)) do nothing returning ${COLUMNS}`,
  );
  const added = rows[0] !== undefined;
  const person = rows[0] ?? (await personWithEmail(em, who.schoolId, who.email));
  if (!person) throw new Error('a person is neither new nor there');
  return { person, added };
}

/** Puts a pupil without an address on the roster, as whom an account opens. Null when somebody has the user name. */
export async function addPersonByName(
  em: EntityManager,
  who: { readonly schoolId: string; readonly account: string; readonly userName: string; readonly name: string },
): Promise<string | null> {
  const [row] = await run(
    em,
    sql({ id: uuid })`insert into person (id, school_id, account_id, user_name, name, search_key, role, created_at)
     values (${newId()}, ${who.schoolId}, ${who.account}, ${who.userName}, ${who.name}, ${searchKey(who.name)},
       'student', now())
     on conflict (school_id, user_name) where user_name is not null do nothing returning id`,
  );
  return row?.id ?? null;
}

/** Lets an account open as a person nobody is yet. False when somebody was faster, or the person left. */
export async function linkAccount(em: EntityManager, person: string, account: string, name?: string): Promise<boolean> {
  const rows = await run(
    em,
    sql<unknown>`update person set account_id = ${account}, name = coalesce(${name ?? null}, name),
       search_key = coalesce(${name === undefined ? null : searchKey(name)}, search_key)
     where id = ${person} and account_id is null and left_at is null returning id`,
  );
  return rows.length === 1;
}
