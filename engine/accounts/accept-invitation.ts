import { run, sql } from '../database/sql.ts';
import { invalid } from '../errors/domain-error.ts';
import { refuseNameOfStaff } from '../people/name-of-staff.ts';
import { isStaff } from '../roles/roles.ts';
import type { AccountDoors } from './account-doors.ts';
import { findInvitation, linkExpired, type OpenInvitation } from './find-invitation.ts';
import type { Account } from './passwords.ts';
import { linkAccount } from './roster.ts';
import { type AcceptInvitationDraft, NewPassword } from './words.ts';

/**
 * Turns an invitation into an account that opens as its person: a new one with the password given, or the one the address
 * has, whose password it must be. A link that came by mail proves the mailbox; one that an admin handed on does not.
 * Answers the address to sign in with.
 * @param address the asker's (`countedAddress`), for limits
 * @throws DomainError `session.link-expired`, `session.wrong-password`, `invalid` (password too short), `limited`
 */
export async function acceptInvitation(
  draft: AcceptInvitationDraft,
  address: string,
  doors: AccountDoors,
): Promise<{ email: string }> {
  const invitation = await findInvitation(draft.token, address, doors);
  return doors.passwords.as(`invited ${invitation.person.id}`, () => accept(invitation, draft, address, doors));
}

async function accept(
  invitation: OpenInvitation,
  draft: AcceptInvitationDraft,
  address: string,
  doors: AccountDoors,
): Promise<{ email: string }> {
  const { email } = invitation.person;
  await refuseBorrowedName(invitation, draft.name, doors);
  const known = await doors.passwords.find(email);
  const account = known ? await prove(known, draft.password, address, doors) : await create(invitation, draft, doors);
  await use(invitation, account, draft.name, doors);
  if (!invitation.handed) await doors.passwords.markProven(account);
  return { email };
}

async function prove(account: Account, password: string, address: string, doors: AccountDoors): Promise<Account> {
  const forgive = await doors.attempts.signIn.take(account.email, address);
  if (!(await doors.passwords.check(account, password))) {
    throw invalid('password', 'That is not the password of your account.', 'session.wrong-password');
  }
  await forgive();
  return account;
}

async function create(
  { person, handed }: OpenInvitation,
  draft: AcceptInvitationDraft,
  doors: AccountDoors,
): Promise<Account> {
  const password = NewPassword.safeParse(draft.password);
  if (!password.success)
    throw invalid('password', 'A password has at least 10 characters.', 'session.password-too-short');
  const name = draft.name ?? person.name;
  return doors.passwords.create({ email: person.email, name, password: password.data, proven: !handed });
}

/** A name that staff gave somebody is theirs; another may not pass for one of the staff. */
async function refuseBorrowedName({ school, person }: OpenInvitation, name: string | undefined, doors: AccountDoors) {
  if (name === undefined || name === person.name || isStaff(person.role)) return;
  await doors.database.inSchool(school.id, (em) => refuseNameOfStaff(em, school.id, name));
}

/** Of two who use one link at once, the first gets the person and the second learns that the link is used. */
async function use(invitation: OpenInvitation, account: Account, name: string | undefined, doors: AccountDoors) {
  const { school, person, tokenHash } = invitation;
  await doors.database.inSchool(school.id, async (em) => {
    const used = await run(em, sql<unknown>`delete from invitation where token_hash = ${tokenHash} returning 1`);
    if (used.length === 0 || !(await linkAccount(em, person.id, account.id, name))) throw linkExpired();
    await run(em, sql`delete from invitation where person_id = ${person.id}`);
  });
}
