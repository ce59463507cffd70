import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { run, sql } from '../database/sql.ts';
import { accessEndedMail, alreadyHereMail, resetMail, welcomeMail } from '../mail/texts.ts';
import type { LiveSchool } from '../schools/schools.ts';
import type { AccountDoors } from './account-doors.ts';
import { runInviteJob } from './invite.ts';
import { personById } from './roster.ts';

/** The job that mails a letter, as often as it takes for the mail server to have it. */
export const LETTER_JOB = 'engine.letter';
const Letter = z.discriminatedUnion('letter', [
  /** A link that sets a new password; of an account that may not be there. */
  z.strictObject({ letter: z.literal('reset'), account: z.string() }),
  /** How somebody who registered gets in: with the account they have, by invitation, or not at all. */
  z.strictObject({ letter: z.literal('how-to-go-on'), personId: z.uuid() }),
  z.strictObject({ letter: z.literal('welcome'), personId: z.uuid() }),
]);
export type Letter = z.output<typeof Letter>;

/** Of letters that are no school's: none of its admins is told of them. */
export const NO_SCHOOL = '00000000-0000-0000-0000-000000000000';

/** Promises a letter with the transaction of `em`. No address and no link is stored with it. */
export async function promiseLetter(em: EntityManager, schoolId: string, letter: Letter): Promise<void> {
  await run(
    em,
    sql`insert into outbox (id, school_id, kind, payload, created_at)
      values (${newId()}, ${schoolId}, ${LETTER_JOB}, ${JSON.stringify(letter)}::jsonb, now())`,
  );
}

/** @throws when the mail could not be handed over; a link in it is closed again, for the next try opens another */
export async function runLetterJob(schoolId: string, payload: unknown, doors: AccountDoors): Promise<void> {
  const letter = Letter.parse(payload);
  if (letter.letter === 'reset') return mailReset(letter.account, doors);
  const school = doors.schools.byId(schoolId);
  if (school) await mailRegistered(letter.letter, letter.personId, school, doors);
}

async function mailReset(account: string, doors: AccountDoors): Promise<void> {
  const { rows } = await doors.database.system.query<{ email: string; schoolId: string | null }>(
    `select u.email, p.school_id "schoolId" from auth."user" u
     left join person p on p.account_id = u.id and p.left_at is null
     where u.id = $1 and u.email is not null order by p.last_seen_at desc nulls last, p.id limit 1`,
    [account],
  );
  if (!rows[0]) return;
  const title = doors.schools.byId(rows[0].schoolId ?? '')?.title ?? 'your school';
  const token = await doors.passwords.openReset(account);
  try {
    await doors.post.deliver({ to: rows[0].email, ...resetMail(title, doors.links.reset(token)) });
  } catch (error) {
    await doors.passwords.closeReset(token);
    throw error;
  }
}

async function mailRegistered(
  letter: 'how-to-go-on' | 'welcome',
  personId: string,
  school: LiveSchool,
  doors: AccountDoors,
): Promise<void> {
  const { links, post } = doors;
  const person = await doors.database.inSchool(school.id, (em) => personById(em, school.id, personId));
  if (!person) return;
  if (!person.left && !person.accountId) return runInviteJob(school.id, { personId }, doors);
  const { title } = school;
  if (person.left) return post.deliver({ to: person.email, ...accessEndedMail(title) });
  const words = letter === 'welcome' ? welcomeMail : alreadyHereMail;
  await post.deliver({ to: person.email, ...words(title, links.home(), links.forgot()) });
}
