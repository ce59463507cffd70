import type { Log } from './log.ts';

export interface StopList {
  /** Registers what was just started. `deadlineMs` (10 s unless said) is how long its stop may take. */
  add(name: string, stop: () => unknown, deadlineMs?: number): void;
  /**
   * Stops everything, last started first, one after the other; a step that fails or overruns is logged and the next one
   * goes on, so that the database is closed whatever happened above it. Asked twice, it stops once.
   */
  stop(): Promise<void>;
}

interface Step {
  readonly name: string;
  readonly stop: () => unknown;
  readonly deadlineMs: number;
}

/** Keeps what was started, to stop it in the opposite order. */
export function createStopList(log: Log): StopList {
  const steps: Step[] = [];
  let stopping: Promise<void> | undefined;
  return {
    add: (name, stop, deadlineMs = 10_000) => void steps.push({ name, stop, deadlineMs }),
    stop: () => {
      stopping ??= stopBackwards(steps, log);
      return stopping;
    },
  };
}

async function stopBackwards(steps: Step[], log: Log): Promise<void> {
  for (let step = steps.pop(); step; step = steps.pop()) {
    try {
      await withinDeadline(step);
      log.debug({ step: step.name }, 'stopped');
    } catch (err) {
      log.error({ step: step.name, err }, 'did not stop cleanly');
    }
  }
}

async function withinDeadline({ name, stop, deadlineMs }: Step): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${name} took longer than ${deadlineMs} ms`)), deadlineMs);
  try {
    await Promise.race([Promise.resolve().then(stop), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What of a process the signals touch; `process` itself in the product. */
export interface SignalledProcess {
  on(signal: 'SIGINT' | 'SIGTERM', hear: () => void): unknown;
  exit(code: number): unknown;
}

/** The first SIGINT or SIGTERM stops in order and exits with 0; a second one exits with 130 at once. */
export function stopOnSignals(stop: () => Promise<void>, on: SignalledProcess = process): void {
  let asked = false;
  const hear = () => {
    if (asked) return void on.exit(130);
    asked = true;
    stop().then(
      () => on.exit(0),
      () => on.exit(1),
    );
  };
  on.on('SIGINT', hear);
  on.on('SIGTERM', hear);
}
