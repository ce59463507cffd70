import type { NewSession } from './account-doors.ts';
import type { Auth } from './auth.ts';

/** Signs in somebody whose password is known to be right, without a request of their own. */
export async function openSession(email: string, password: string, auth: Auth): Promise<NewSession> {
  const { headers } = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true });
  const token = headers.get('set-auth-token');
  if (!token) throw new Error('better-auth opened no session');
  return { setCookie: headers.getSetCookie(), token: decodeURIComponent(token) };
}
