import { invalid } from '../errors/domain-error.ts';
import { refuseNameOfStaff } from '../people/name-of-staff.ts';
import type { LiveSchool } from '../schools/schools.ts';
import type { AccountDoors } from './account-doors.ts';
import { promiseLetter } from './letters.ts';
import type { Registered } from './register.ts';
import { addPerson } from './roster.ts';
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
    await doors.database.inSchool(school.id, async (em) => {
      const { person } = await addPerson(em, newcomer);
      await promiseLetter(em, school.id, { letter: 'how-to-go-on', personId: person.id });
    });
  });
  return { signedIn: false };
}
