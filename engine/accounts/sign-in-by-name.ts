import type { AccountDoors, NewSession } from './account-doors.ts';
import { CHOOSE_PASSWORD, membershipEnded, NO_SCHOOL, WRONG_SIGN_IN } from './auth-errors.ts';
import type { Account } from './passwords.ts';
import type { SignInByNameDraft } from './words.ts';

/** Takes as long as an account does whose password is wrong. */
const NOBODY: Account = { id: '', email: '', proven: false };

/**
 * Signs in somebody without a mail address, by the user name they have in their school.
 * @param address the asker's (`countedAddress`), for limits
 * @throws DomainError `session.wrong-sign-in`, the same whether there is such a school, name or password;
 *   `session.choose-password`, `session.no-school`, `limited`, `busy`
 */
export async function signInByName(
  draft: SignInByNameDraft,
  address: string,
  doors: AccountDoors,
): Promise<NewSession> {
  const forgive = await doors.attempts.signIn.take(`${draft.school} ${draft.userName}`, address);
  const account = await accountNamed(draft, doors);
  const source = account ? `account ${account.id}` : `nobody at ${address}`;
  const session = await doors.passwords
    .as(source, () => open(account, draft, doors))
    .catch(async (error: Error) => {
      if (error !== WRONG_SIGN_IN) await forgive();
      throw error;
    });
  await forgive();
  return session;
}

/** Whose user name this is, those who left among them. */
export async function accountNamed(
  { school: slug, userName }: Pick<SignInByNameDraft, 'school' | 'userName'>,
  { schools, database }: Pick<AccountDoors, 'schools' | 'database'>,
): Promise<Account | null> {
  const school = schools.bySlug(slug);
  const { rows } = await database.system.query<{ id: string }>({
    name: 'accounts-by-user-name',
    text: `select account_id id from person
           where school_id = $1::uuid and user_name = $2 and email is null and account_id is not null`,
    values: [school?.id ?? null, userName],
  });
  return rows[0] ? { ...NOBODY, id: rows[0].id } : null;
}

async function open(account: Account | null, draft: SignInByNameDraft, doors: AccountDoors): Promise<NewSession> {
  if (account && (await doors.slips.fits(account.id, draft.password))) throw CHOOSE_PASSWORD;
  const right = await doors.passwords.check(account ?? NOBODY, draft.password);
  if (!account || !right) throw WRONG_SIGN_IN;
  return doors.openSession(account.id).catch((error: Error) => {
    throw error === NO_SCHOOL ? membershipEnded(doors.schools.bySlug(draft.school)?.title ?? '') : error;
  });
}
