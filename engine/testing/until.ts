import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something is so. @throws Error when it is not so within twenty seconds, which a busy machine may need */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await wait(5)) if (await isSo()) return;
  throw new Error(`it did not become so within twenty seconds: ${isSo}`);
}
