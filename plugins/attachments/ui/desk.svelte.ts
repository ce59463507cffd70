/** Between the button that takes files and the strip that shows them: both stand in one composer, and neither waits for what only files need. */
export class Desk {
  /** Handed in, and not taken up yet. */
  given = $state.raw<readonly File[]>([]);
  /** Whether anything waits to be sent, or may: the strip is fetched then. */
  inUse = $state(false);

  give(files: readonly File[]): void {
    if (files.length === 0) return;
    this.given = [...this.given, ...files];
    this.inUse = true;
  }

  take(): readonly File[] {
    const { given } = this;
    this.given = [];
    return given;
  }
}

const desks = new Map<string, Desk>();

/** One for each composer: a room's, or a thread's. It outlives the screen, as uploads do. */
export function deskFor(roomId: string, threadRoot: string | null): Desk {
  const key = deskKey(roomId, threadRoot);
  const desk = desks.get(key) ?? new Desk();
  desks.set(key, desk);
  return desk;
}

export const deskKey = (roomId: string, threadRoot: string | null): string => `${roomId} ${threadRoot ?? ''}`;

/** What is kept in the browser under a desk's key while files wait there: `left.ts` writes it. */
export const MARK = 'attachments waiting ';

/** Whether files were left in a composer when its page was closed. */
export function leftOn(key: string): boolean {
  try {
    return localStorage.getItem(MARK + key) !== null;
  } catch {
    return false;
  }
}
