import { invalid } from '../errors/domain-error.ts';
import type { AccountDoors, NewSession } from './account-doors.ts';
import { WRONG_SIGN_IN } from './auth-errors.ts';
import { isSameSlip } from './password-slip.ts';
import type { Account } from './passwords.ts';
import { accountNamed } from './sign-in-by-name.ts';
import type { UseSlipByNameDraft, UseSlipDraft } from './words.ts';

/**
 * Sets a new password by a one-time password, and signs in with it. What was signed in as the account before is signed out.
 * Should it break off half way, the slip is used and nothing opens the account: another one has to be made.
 * @param address the asker's (`countedAddress`), for limits
 * @throws DomainError `session.wrong-sign-in`, the same whether there is such an account or slip; `session.same-password`, `limited`
 */
export async function useSlip(draft: UseSlipDraft, address: string, doors: AccountDoors): Promise<NewSession> {
  const forgive = await doors.attempts.signIn.take(draft.email, address);
  return choose(await doors.passwords.find(draft.email), draft, forgive, doors);
}

/** The same for somebody without a mail address. */
export async function useSlipByName(
  draft: UseSlipByNameDraft,
  address: string,
  doors: AccountDoors,
): Promise<NewSession> {
  const forgive = await doors.attempts.signIn.take(`${draft.school} ${draft.userName}`, address);
  return choose(await accountNamed(draft, doors), draft, forgive, doors);
}

async function choose(
  account: Account | null,
  { slip, password }: Pick<UseSlipDraft, 'slip' | 'password'>,
  forgive: () => Promise<void>,
  { passwords, slips, signOut, openSession }: AccountDoors,
): Promise<NewSession> {
  if (!(await slips.fits(account?.id ?? '', slip)) || !account) throw WRONG_SIGN_IN;
  await forgive();
  if (isSameSlip(password, slip))
    throw invalid('password', 'Choose a password of your own: that one is used up.', 'session.same-password');
  return passwords.as(`account ${account.id}`, async () => {
    if (!(await slips.use(account.id, slip))) throw WRONG_SIGN_IN;
    await passwords.set(account, password);
    await signOut(account.id);
    await slips.close(account.id);
    return openSession(account.id);
  });
}
