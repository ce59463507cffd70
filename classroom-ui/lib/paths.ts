import type { RoomView } from '../../engine/client.ts';

/** The address of a room's page. */
export const roomPath = (school: string, room: Pick<RoomView, 'id' | 'classroomId'>): string =>
  `/${school}/${room.classroomId}/${room.id}`;

/**
 * The sign-in page, which leads back to an address once somebody has signed in.
 * @param ended the school that ended their membership, by its slug: the page says so
 */
export function signInPath(next: string, ended?: string): string {
  const query = new URLSearchParams();
  if (next !== '/' && !next.startsWith('/sign-in')) query.set('next', next);
  if (ended) query.set('ended', ended);
  return query.size > 0 ? `/sign-in?${query}` : '/sign-in';
}

/** Where to go after signing in: an address below this origin, never another site's (`//evil.example`, `/\evil.example`). */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
