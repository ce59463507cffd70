import type { RoomView } from '../../engine/client.ts';

/** The address of a room's page. */
export const roomPath = (school: string, room: Pick<RoomView, 'id' | 'classroomId'>): string =>
  `/${school}/${room.classroomId}/${room.id}`;

/** The sign-in page, which leads back to an address once somebody has signed in. */
export const signInPath = (next: string): string =>
  next === '/' || next.startsWith('/sign-in') ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;

/** Where to go after signing in: an address below this origin, never another site's (`//evil.example`, `/\evil.example`). */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
