import type { Context } from './reads.ts';

/** The first word of this plugin's addresses. */
export const ROUTE = 'notifications';
/** Every kind. */
export const ALL = 'all';
const DAYS = 90;

/** An address that, for some months and without signing in, ends somebody's mail about one kind of notices, or `all`. */
export const stopLink = (kind: string, personId: string, { deployment, signActing }: Context): string =>
  deployment.publicUrl + signActing(`/${ROUTE}/stop-mail/${kind}`, personId, DAYS * 24 * 3_600);
