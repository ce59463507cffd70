import { missing } from '../errors/domain-error.ts';
import type { AccountDoors } from './account-doors.ts';
import { linkExpired } from './find-invitation.ts';
import { registrationClosed } from './register.ts';
import { liveCode } from './register-by-code.ts';
import type { LookAtCodeDraft } from './words.ts';

// What the page behind a link asks when it is opened, so that nobody fills in a form for nothing. Looking uses nothing up,
// does not tell whose it is, and counts as a guess: mail scanners open links, and so do people who guess.

/**
 * Looks at a link for a new password.
 * @param address the asker's (`countedAddress`), for limits
 * @throws DomainError `session.link-expired`, `limited`
 */
export async function lookAtReset(token: string, address: string, doors: AccountDoors): Promise<void> {
  const { attempts, passwords } = doors;
  const opens = await attempts.link.look('reset', address, async () => (await passwords.isReset(token)) || null);
  if (!opens) throw linkExpired();
}

/**
 * Looks at a class code by which somebody new wants to register.
 * @throws DomainError `missing` (no such school), `session.registration-closed`, `session.code-unknown`, `limited`
 */
export async function lookAtCode(
  { school: slug, code }: LookAtCodeDraft,
  address: string,
  doors: AccountDoors,
): Promise<void> {
  const school = doors.schools.bySlug(slug);
  if (!school) throw missing();
  if (school.registration.by !== 'code') throw registrationClosed();
  await liveCode(code, school, address, doors);
}
