import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Session tokens leave the server signed, as `<token>.<HMAC-SHA256 in base64>`: a copy of the session table opens nothing
 * without the secret. The form is better-auth's cookie's; here it is made and read without a round through its API.
 */
export const signToken = (token: string, secret: string): string => `${token}.${signatureOf(token, secret)}`;

/** The token, or null when it was not signed by us. Takes the same time for every wrong signature. */
export function verifyToken(signed: string, secret: string): string | null {
  const dot = signed.lastIndexOf('.');
  if (dot < 1) return null;
  const token = signed.slice(0, dot);
  const given = Buffer.from(signed.slice(dot + 1));
  const right = Buffer.from(signatureOf(token, secret));
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

const signatureOf = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(token).digest('base64');
