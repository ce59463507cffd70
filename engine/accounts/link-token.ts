import { createHash, randomBytes } from 'node:crypto';

/** What stands in a link: 256 random bits, so that guessing needs no limit. */
export const newLinkToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of it: a copy of the table opens no account. */
export const hashLinkToken = (token: string): string => createHash('sha256').update(token).digest('hex');
