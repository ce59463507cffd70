import { type Problem, ProblemError } from './api-problem.ts';

// The accounts' own addresses. They answer with `{ code, message }` where they refuse.

export const signIn = (email: string, password: string): Promise<void> =>
  post('sign-in/email', { email: email.trim(), password, rememberMe: true });

export const signOut = (): Promise<void> => post('sign-out', {});

/** Mails a link, if there is such an account; the answer is the same when there is none. */
export const askForReset = (email: string): Promise<void> =>
  post('request-password-reset', { email: email.trim(), redirectTo: '/reset' });

export const resetPassword = (token: string, newPassword: string): Promise<void> =>
  post('reset-password', { token, newPassword });

/** Changes the password and signs every other device out. */
export const changePassword = (currentPassword: string, newPassword: string): Promise<void> =>
  post('change-password', { currentPassword, newPassword, revokeOtherSessions: true });

async function post(path: string, body: object): Promise<void> {
  const answer = await send(path, body);
  if (!answer.ok) throw new ProblemError(await problemIn(answer));
}

async function send(path: string, body: object): Promise<Response> {
  try {
    return await fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new ProblemError({ code: 'unreachable', fault: 'unavailable', message: '', data: {} });
  }
}

async function problemIn(answer: Response): Promise<Problem> {
  const told = (await answer.json().catch(() => null)) as { code?: string; message?: string } | null;
  const retryAfter = Number(answer.headers.get('retry-after') ?? answer.headers.get('x-retry-after'));
  const data = retryAfter > 0 ? { retryAfter } : {};
  const code = told?.code ? `accounts.${told.code}` : answer.status === 429 ? 'limited' : 'failure';
  return { code, fault: faultOf(answer.status), message: told?.message ?? '', data };
}

function faultOf(status: number): Problem['fault'] {
  if (status === 429) return 'limited';
  if (status === 401 || status === 403) return 'forbidden';
  return status < 500 ? 'invalid' : 'failure';
}
