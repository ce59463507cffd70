import { z } from 'zod';
import { INVITE_JOB, type InviteJob } from '../accounts/invite.ts';
import { addPerson } from '../accounts/roster.ts';
import { EmailAddress, PersonName } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import { promise, type UnitOfWork } from '../commands/unit-of-work.ts';
import { conflict } from '../errors/domain-error.ts';
import { SCHOOL_ROLES } from '../roles/roles.ts';
import { noteAct } from './acts.ts';
import { adminAccess, findPresentInTurn } from './admins.ts';

/**
 * Puts somebody new on the school's roster and mails them an invitation, for admins.
 * @throws DomainError `people.known` (in the school already), `people.left` (was in it), with the field `personId`
 */
export const invitePerson = command('person.invite', {
  draft: z.strictObject({ email: EmailAddress, name: PersonName, role: z.enum(SCHOOL_ROLES) }),
  access: adminAccess,
  async run({ email, name, role }, _access, work) {
    const { person, added } = await addPerson(work.em, { schoolId: work.asked.school.id, email, name, role });
    if (!added) throw known(person);
    promiseInvitation(work, person.id, name);
    await noteAct(work, person.id, 'invited', { role });
    return { personId: person.id };
  },
});

/** Mails an invitation once more to somebody who has not accepted one yet. @throws DomainError `people.known`, `people.ended` */
export const inviteAgain = command('person.inviteAgain', {
  draft: z.strictObject({ personId: z.uuid() }),
  access: adminAccess,
  async run({ personId }, _access, work) {
    const person = await findPresentInTurn(work, personId);
    if (person.accountId != null) throw known({ id: personId, left: false });
    promiseInvitation(work, personId, person.name);
    await noteAct(work, personId, 'invitedAgain');
    return { personId };
  },
});

const known = ({ id, left }: { readonly id: string; readonly left: boolean }) =>
  left
    ? conflict('people.left', 'This person was at the school before. Bring them back instead.', { personId: id })
    : conflict('people.known', 'This person is at the school already.', { personId: id });

/** Mailed once the work is committed; a name that staff wrote may greet. */
export function promiseInvitation(work: UnitOfWork, personId: string, greet: string): void {
  const payload: InviteJob = { personId, ...(greet && { greet }) };
  promise(work, { kind: INVITE_JOB, payload, byPlugin: null, dueAt: null });
}
