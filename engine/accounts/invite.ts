import type { Mail } from '../mail/mail.ts';
import { invitationMail } from '../mail/texts.ts';
import type { AccountDoors } from './account-doors.ts';
import { hashLinkToken, newLinkToken } from './link-token.ts';

/** Days an invitation can be accepted. */
const INVITATION_DAYS = 14;

export interface Invite {
  readonly person: { readonly id: string; readonly schoolId: string; readonly email: string };
  readonly school: { readonly title: string };
  /** Greets the person in the mail. Only a name that staff wrote: a stranger's could say anything to anybody. */
  readonly greet?: string | undefined;
}

/** Mails a person of the roster a link to their account, in the background, and answers the link. Good once, for 14 days. */
export async function invite({ person, school, greet }: Invite, doors: AccountDoors): Promise<string> {
  const token = newLinkToken();
  await doors.database.inSchool(person.schoolId, (em) =>
    em.execute(
      `insert into invitation (token_hash, school_id, person_id, created_at, expires_at)
       values (?, ?, ?, now(), now() + make_interval(days => ${INVITATION_DAYS}))`,
      [hashLinkToken(token), person.schoolId, person.id],
    ),
  );
  const link = doors.links.invitation(token);
  const mail: Mail = { to: person.email, ...invitationMail(school.title, link, greet) };
  doors.post.send(mail);
  return link;
}
