import type { NewSession } from './account-doors.ts';
import type { Auth } from './auth.ts';
import { NO_SCHOOL } from './auth-errors.ts';
import type { SessionCookie } from './session-cookie.ts';
import { signToken } from './signed-token.ts';

/**
 * Signs in an account whose owner has proven who they are, without a request of their own.
 * @throws DomainError `session.no-school`
 */
export async function openSession(
  account: string,
  { auth, cookie, secret }: { auth: Auth; cookie: SessionCookie; secret: string },
): Promise<NewSession> {
  const { internalAdapter } = await auth.$context;
  const session = await internalAdapter.createSession(account);
  if (!session) throw NO_SCHOOL;
  return { setCookie: [cookie.line(session.token)], token: signToken(session.token, secret) };
}
