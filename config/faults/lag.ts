import { readFileSync } from 'node:fs';

const EVERY_MS = 25;

/** How late this process itself is: what it measures of others is not better than that. */
export class Lag {
  readonly #late: { at: number; ms: number }[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  constructor() {
    let due = performance.now() + EVERY_MS;
    this.#timer = setInterval(() => {
      const now = performance.now();
      if (now - due > EVERY_MS) this.#late.push({ at: now, ms: now - due });
      if (this.#late.length > 1_000) this.#late.splice(0, 500);
      due = now + EVERY_MS;
    }, EVERY_MS);
  }

  /** The sum of its delays since an instant. */
  since(instant: number): number {
    return this.#late.filter(({ at }) => at >= instant).reduce((sum, { ms }) => sum + ms, 0);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/**
 * Milliseconds since the machine began in which somebody waited for a processor: what other work on it delays is not the
 * product's doing. 0 where the kernel does not count it.
 */
export function waitedForProcessor(): number {
  try {
    return Number(/^some .*total=(\d+)/m.exec(readFileSync('/proc/pressure/cpu', 'utf8'))?.[1] ?? 0) / 1_000;
  } catch {
    return 0;
  }
}
