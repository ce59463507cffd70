import { type DomainError, forbidden, missing } from '../errors/domain-error.ts';
import type { AccountDoors, NewSession } from './account-doors.ts';
import { registerByCode } from './register-by-code.ts';
import { registerByMail } from './register-by-mail.ts';
import type { RegisterDraft } from './words.ts';

/** `session` is there when the account was made at once; otherwise a mail tells how to go on. */
export interface Registered {
  readonly signedIn: boolean;
  readonly session?: NewSession;
}

/**
 * Registers somebody as their school allows it: by a class code, or with an address of the school's mail domains.
 * @param address the asker's (`countedAddress`), for limits
 * @throws DomainError `missing` (no such school), `session.registration-closed`, `session.code-unknown`,
 *   `session.mail-domain`, `limited`
 */
export async function register(draft: RegisterDraft, address: string, doors: AccountDoors): Promise<Registered> {
  const school = doors.schools.bySlug(draft.school);
  if (!school) throw missing();
  const { registration } = school;
  if (registration.by === 'closed') throw registrationClosed();
  await doors.attempts.register.take(draft.email, address);
  if (registration.by === 'code') return registerByCode(draft, school, address, doors);
  return registerByMail(draft, school, registration.domains, doors);
}

export const registrationClosed = (): DomainError =>
  forbidden('session.registration-closed', 'This school adds people itself. Please ask there.');
