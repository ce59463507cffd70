import { recallOwn, rememberOwn } from './storage.ts';

const OPENING = 'opening-room';
/** A page that still answers so long after it opened a room has drawn it. */
const DRAWN_MS = 3_000;
/** A page that has not taken back its note by then hangs. */
const HANGS_MS = 10_000;
/** A browser that does not tell by then what it knows of other pages says nothing of them. */
const PATIENCE_MS = 1_000;

const page = `page ${Date.now()} ${Math.random()}`;

/** What a page that begins to draw a room leaves for others to find. */
interface Note {
  readonly roomId: string;
  readonly page: string;
  readonly at: number;
}

let drawn: ReturnType<typeof setTimeout> | undefined;

/** Other pages can tell from here on whether this one still lives: it holds a lock until it ends, however that comes. */
export function showLife(): void {
  void navigator.locks?.request(page, () => new Promise(() => {})).catch(() => {});
}

/** Notes the room that this page begins to draw. The note outlives a page that ends meanwhile. */
export function beginRoom(roomId: string): void {
  clearTimeout(drawn);
  rememberOwn(OPENING, JSON.stringify({ roomId, page, at: Date.now() } satisfies Note));
  drawn = setTimeout(endRoom, DRAWN_MS);
}

/** The page has drawn its room, or left it. */
export function endRoom(): void {
  if (drawn === undefined) return;
  clearTimeout(drawn);
  drawn = undefined;
  if (readNote()?.page === page) rememberOwn(OPENING, null);
}

/** The room in which another page ended, or hangs. A page that draws one right now does not count. Never fails. */
export async function roomOfDeadPage(): Promise<string | null> {
  const note = readNote();
  if (!note || note.page === page) return null;
  return Date.now() - note.at > HANGS_MS || !(await lives(note.page)) ? note.roomId : null;
}

/** Answers yes where the browser has no locks, or denies them: a page is not called dead by a guess. */
async function lives(other: string): Promise<boolean> {
  if (!navigator.locks) return true;
  const asked = navigator.locks.request(other, { ifAvailable: true }, (lock) => lock === null);
  const late = new Promise<boolean>((settle) => setTimeout(settle, PATIENCE_MS, true));
  return Promise.race([asked.catch(() => true), late]);
}

function readNote(): Note | null {
  try {
    return JSON.parse(recallOwn(OPENING) ?? 'null') as Note | null;
  } catch {
    return null; // As earlier versions wrote it.
  }
}
