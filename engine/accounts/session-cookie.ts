import { parseCookies } from 'better-auth/cookies';
import type { Auth } from './auth.ts';
import { SESSION_SECONDS } from './auth.ts';
import type { SignInHeaders } from './signed-in.ts';
import { signToken, verifyToken } from './signed-token.ts';

/** How a session's token travels: better-auth's own cookie, or `Authorization: Bearer` with the same signed value. */
export interface SessionCookie {
  /** The token, once its signature was found right. A bearer token that is wrong is not made good by a cookie. */
  read(headers: SignInHeaders): string | null;
  /** The Set-Cookie line that hands the token out for another full term. */
  line(token: string): string;
}

export async function createSessionCookie(auth: Auth, secret: string): Promise<SessionCookie> {
  const { name, attributes } = (await auth.$context).authCookies.sessionToken;
  const flags = `Max-Age=${SESSION_SECONDS}; Path=/; HttpOnly; ${attributes.secure ? 'Secure; ' : ''}SameSite=Lax`;
  return {
    read({ cookie, authorization }) {
      const signed = isBearer(authorization) ? bearer(authorization) : cookie && parseCookies(cookie).get(name);
      return signed ? verifyToken(signed, secret) : null;
    },
    line: (token) => `${name}=${encodeURIComponent(signToken(token, secret))}; ${flags}`,
  };
}

/** Another scheme (a proxy's Basic) says nothing about a session. */
export const isBearer = (authorization: string | undefined): authorization is string =>
  authorization !== undefined && /^bearer\s/i.test(authorization);

function bearer(authorization: string): string | null {
  const given = /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;
  return given?.includes('%') ? decoded(given) : given;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
