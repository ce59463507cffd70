import { type Problem, ProblemError } from './api-problem.ts';

// The accounts' own addresses. They refuse with `{ error }`, in the shape of every other refusal.

export const signIn = (email: string, password: string): Promise<void> =>
  post('sign-in/email', { email: email.trim(), password, rememberMe: true });

export const signOut = (): Promise<void> => post('sign-out', {});

/** Mails a link, if there is such an account; the answer is the same when there is none. */
export const askForReset = (email: string): Promise<void> => post('request-password-reset', { email: email.trim() });

export const resetPassword = (token: string, newPassword: string): Promise<void> =>
  post('reset-password', { token, newPassword });

/** Changes the password and signs every other device out. */
export const changePassword = (currentPassword: string, newPassword: string): Promise<void> =>
  post('change-password', { currentPassword, newPassword });

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
  const told = (await answer.json().catch(() => null)) as { error?: Problem } | null;
  if (told?.error && told.error.fault !== 'unavailable') return told.error;
  return { code: 'failure', fault: 'failure', message: '', data: {} };
}
