import { invalid } from '../errors/domain-error.ts';
import { accessEndedMail, alreadyHereMail } from '../mail/texts.ts';
import { refuseNameOfStaff } from '../people/name-of-staff.ts';
import type { LiveSchool } from '../schools/schools.ts';
import type { AccountDoors } from './account-doors.ts';
import { invite } from './invite.ts';
import type { Registered } from './register.ts';
import { addPerson, type RosterPerson } from './roster.ts';
import type { RegisterDraft } from './words.ts';

/**
 * Mails a link to an address of the school's domains; what stands behind the address only its mailbox learns. The answer
 * does not wait for the work, so that neither its words nor its time tell whether somebody is known.
 */
export async function registerByMail(
  draft: RegisterDraft,
  school: LiveSchool,
  domains: readonly string[],
  doors: AccountDoors,
): Promise<Registered> {
  const domain = draft.email.slice(draft.email.lastIndexOf('@') + 1);
  if (!domains.some((one) => one.toLowerCase() === domain)) {
    throw invalid('email', 'Please use an address of your school.', 'session.mail-domain');
  }
  await doors.database.inSchool(school.id, (em) => refuseNameOfStaff(em, school.id, draft.name));
  doors.post.inBackground(async () => {
    const newcomer = { schoolId: school.id, email: draft.email, name: draft.name, role: 'student' } as const;
    const { person } = await doors.database.inSchool(school.id, (em) => addPerson(em, newcomer));
    await mailHowToGoOn(person, school, doors);
  });
  return { signedIn: false };
}

/** Tells the mailbox of a person how to get in: by invitation, with the account they have, or not at all. */
export async function mailHowToGoOn(person: RosterPerson, school: LiveSchool, doors: AccountDoors): Promise<void> {
  const { links, post } = doors;
  if (person.left) post.send({ to: person.email, ...accessEndedMail(school.title) });
  else if (person.accountId) {
    post.send({ to: person.email, ...alreadyHereMail(school.title, links.home(), links.forgot()) });
  } else await invite({ person, school }, doors);
}
