import type { IncomingMessage } from 'node:http';
import type { Renew } from '../accounts/sign-in.ts';
import type { SignedIn, SignInHeaders } from '../accounts/signed-in.ts';
import type { ApiContext } from './context.ts';

export const headersOf = ({ headers }: IncomingMessage): SignInHeaders => ({
  cookie: headers.cookie,
  authorization: headers.authorization,
});

/**
 * Who a request over HTTP is from; null for nobody. What was not signed here is known to be nobody's without a look into
 * the database, and one session's requests are counted before it, so that no session can keep the database busy with itself.
 * @throws DomainError `limited`
 */
export async function whoAsks(
  { accounts, limits }: Pick<ApiContext, 'accounts' | 'limits'>,
  req: IncomingMessage,
  renew?: Renew,
): Promise<SignedIn | null> {
  const headers = headersOf(req);
  const token = accounts.tokenOf(headers);
  if (token === null) return null;
  limits.take('session', token);
  return accounts.signIn(headers, renew);
}
