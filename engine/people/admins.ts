import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { conflict, forbidden, missing } from '../errors/domain-error.ts';
import { Person } from './person.ts';

export const adminsOnly = () => forbidden('people.admins-only', 'Only an admin may do that.');
/** By the account of another admin an admin could do what nobody would know of. */
export const otherAdmin = () =>
  forbidden('people.other-admin', 'You cannot do that to another admin. Give them another role first.');
export const notYourself = () => forbidden('people.not-yourself', 'You cannot do that to yourself. Ask another admin.');

/** For admins; also for a plugin on its own account, and for whoever runs the server. @throws DomainError `people.admins-only` */
export async function adminAccess(_draft: unknown, { asked }: UnitOfWork): Promise<Record<string, never>> {
  if (asked.person && asked.person.role !== 'admin') throw adminsOnly();
  return {};
}

/** Until the work ends no other admin of the school changes anything that waits here too. @throws DomainError `people.admins-only` */
export async function takeAdminsTurn(work: UnitOfWork): Promise<void> {
  const { em, asked } = work;
  await run(em, sql`select 1 from school where id = ${asked.school.id} for no key update`);
  if (asked.person && !(await isAdmin(work, asked.person.id))) throw adminsOnly();
}

/**
 * Finds a person whose membership is to be changed. A school's people are changed by one admin at a time: of two who act on
 * each other at once, the second finds what the first has done, and may be no admin any more.
 * @throws DomainError `people.admins-only`, `missing`
 */
export async function findInTurn(work: UnitOfWork, personId: string): Promise<Person> {
  await takeAdminsTurn(work);
  const person = await work.em.findOne(Person, { id: personId }, { refresh: true });
  if (!person) throw missing();
  return person;
}

/** The same, of those who are in the school now. @throws DomainError `people.ended` too */
export async function findPresentInTurn(work: UnitOfWork, personId: string): Promise<Person> {
  const person = await findInTurn(work, personId);
  if (person.leftAt != null) throw conflict('people.ended', 'This membership has ended. Bring the person back first.');
  return person;
}

async function isAdmin({ em }: UnitOfWork, personId: string): Promise<boolean> {
  const rows = await run(em, sql`select 1 from person where id = ${personId} and role = 'admin' and left_at is null`);
  return rows.length > 0;
}

/**
 * Refuses to take its last admin from a school, by whatever way; after `findInTurn`. Who has not accepted the invitation yet
 * can do nothing there, and does not count.
 * @throws DomainError `people.last-admin`
 */
export async function refuseLastAdmin({ em }: UnitOfWork, { id, role }: Person): Promise<void> {
  if (role !== 'admin') return;
  const others = await run(
    em,
    sql`select 1 from person where id <> ${id} and role = 'admin' and left_at is null
      and account_id is not null limit 1`,
  );
  if (others.length === 0)
    throw conflict('people.last-admin', 'A school needs an admin: make somebody else one first.');
}
