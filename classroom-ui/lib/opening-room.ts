import { recallOwn, rememberOwn } from './storage.ts';

const OPENING = 'opening-room';
/** A page that still answers so long after it opened a room has drawn it. */
const DRAWN_MS = 3_000;

let drawn: ReturnType<typeof setTimeout> | undefined;

/** Notes the room that a page begins to draw. The note outlives a page that ends meanwhile. */
export function beginRoom(roomId: string): void {
  clearTimeout(drawn);
  rememberOwn(OPENING, roomId);
  drawn = setTimeout(endRoom, DRAWN_MS);
}

/** The page has drawn its room, or left it. */
export function endRoom(): void {
  if (drawn === undefined) return;
  clearTimeout(drawn);
  drawn = undefined;
  rememberOwn(OPENING, null);
}

/** The room in which an earlier page ended. */
export const roomOfDeadPage = (): string | null => (drawn === undefined ? recallOwn(OPENING) : null);
