import type { Claim } from '../contract.ts';

/** Of a voice message, as the browser measured it. */
export type Voice = NonNullable<Claim['voice']>;

/** A file that was handed in; with `voice` it is a voice message. */
export interface Given {
  readonly file: File;
  readonly voice?: Voice;
}

/** Between the button that takes files and the strip that shows them: both stand in one composer, and neither waits for what only files need. */
export class Desk {
  /** Handed in, and not taken up yet. */
  given = $state.raw<readonly Given[]>([]);
  /** Whether anything waits to be sent, or may: the strip is fetched then. */
  inUse = $state(false);
  /** Whether somebody speaks, or is asked whether they may. */
  recording = $state(false);

  give(files: readonly File[]): void {
    if (files.length > 0) this.hand(files.map((file) => ({ file })));
  }

  hand(given: readonly Given[]): void {
    this.given = [...this.given, ...given];
    this.inUse = true;
  }

  record(): void {
    this.recording = true;
    this.inUse = true;
  }

  take(): readonly Given[] {
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
