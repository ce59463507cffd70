import { invalid } from '../errors/domain-error.ts';
import type { AccountDoors, NewSession } from './account-doors.ts';
import { WRONG_SIGN_IN } from './auth-errors.ts';
import { isSameSlip } from './password-slip.ts';
import type { UseSlipDraft } from './words.ts';

/**
 * Sets a new password by a one-time password, and signs in with it. What was signed in as the account before is signed out.
 * Should it break off half way, the slip is used and nothing opens the account: another one has to be made.
 * @param address the asker's (`countedAddress`), for limits
 * @throws DomainError `session.wrong-sign-in`, the same whether there is such an account or slip; `session.same-password`, `limited`
 */
export async function useSlip(draft: UseSlipDraft, address: string, doors: AccountDoors): Promise<NewSession> {
  const { email, slip, password } = draft;
  const { attempts, passwords, slips } = doors;
  const forgive = await attempts.signIn.take(email, address);
  const account = await passwords.find(email);
  if (!(await slips.fits(account?.id ?? '', slip)) || !account) throw WRONG_SIGN_IN;
  await forgive();
  if (isSameSlip(password, slip))
    throw invalid('password', 'Choose a password of your own: that one is used up.', 'session.same-password');
  return passwords.as(`account ${account.id}`, async () => {
    if (!(await slips.use(account.id, slip))) throw WRONG_SIGN_IN;
    await passwords.set(account, password);
    await doors.signOut(account.id);
    await slips.close(account.id);
    return doors.openSession(email, password);
  });
}
