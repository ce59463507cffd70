import { z } from 'zod';
import { run, sql } from '../database/sql.ts';
import type { Mail } from '../mail/mail.ts';
import { invitationMail } from '../mail/texts.ts';
import type { AccountDoors } from './account-doors.ts';
import { hashLinkToken, newLinkToken } from './link-token.ts';

/** Days an invitation can be accepted. */
export const INVITATION_DAYS = 14;

export interface Invite {
  readonly person: { readonly id: string; readonly schoolId: string; readonly email: string };
  readonly school: { readonly title: string };
  /** Greets the person in the mail. Only a name that staff wrote: a stranger's could say anything to anybody. */
  readonly greet?: string | undefined;
}

/** The job that a transaction promises when somebody on a roster is to be invited. */
export const INVITE_JOB = 'engine.invite';
const InviteJob = z.strictObject({ personId: z.uuid(), greet: z.string().optional() });
export type InviteJob = z.output<typeof InviteJob>;

/** Mails a person of the roster a link to their account, in the background, and answers the link. Good once, for 14 days. */
export async function invite(invitation: Invite, doors: AccountDoors): Promise<string> {
  const { link, mail } = await open(invitation, doors);
  doors.post.send(mail);
  return link;
}

/**
 * The same as a job, to be run until it succeeds; whoever has an account by then, or has left, is not mailed.
 * @throws when the mail could not be handed over; its link is closed again, for the next try opens another
 */
export async function runInviteJob(schoolId: string, payload: unknown, doors: AccountDoors): Promise<void> {
  const { personId, greet } = InviteJob.parse(payload);
  const school = doors.schools.byId(schoolId);
  const person = school && (await withoutAccount(schoolId, personId, doors));
  if (!person) return;
  const { token, mail } = await open({ person, school, greet }, doors);
  try {
    await doors.post.deliver(mail);
  } catch (error) {
    await doors.database.inSchool(schoolId, (em) =>
      run(em, sql`delete from invitation where token_hash = ${hashLinkToken(token)}`),
    );
    throw error;
  }
}

async function open({ person, school, greet }: Invite, doors: AccountDoors) {
  const token = newLinkToken();
  await doors.database.inSchool(person.schoolId, (em) =>
    run(
      em,
      sql`insert into invitation (token_hash, school_id, person_id, created_at, expires_at)
       values (${hashLinkToken(token)}, ${person.schoolId}, ${person.id}, now(),
         now() + make_interval(days => ${INVITATION_DAYS}::int))`,
    ),
  );
  const link = doors.links.invitation(token);
  const mail: Mail = { to: person.email, ...invitationMail(school.title, link, greet) };
  return { token, link, mail };
}

async function withoutAccount(
  schoolId: string,
  personId: string,
  doors: AccountDoors,
): Promise<Invite['person'] | undefined> {
  const [person] = await doors.database.inSchool(schoolId, (em) =>
    run(
      em,
      sql<Invite['person']>`select id, school_id as "schoolId", email from person
       where id = ${personId} and account_id is null and left_at is null and email is not null`,
    ),
  );
  return person;
}
