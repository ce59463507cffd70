import { AsyncLocalStorage } from 'node:async_hooks';
import type { SignedOut } from './signed-in.ts';

/** Tells of sessions that ended. */
export interface Endings {
  tell(ending: SignedOut): void;
  /**
   * Runs a request and tells of what it ended only when it is answered: a browser that changes its password has its new
   * cookie before the socket of its old session closes, and no socket comes back on a session about to be deleted.
   */
  afterwards<T>(request: () => Promise<T>): Promise<T>;
}

export function createEndings(onSignedOut: (ending: SignedOut) => void): Endings {
  const requests = new AsyncLocalStorage<SignedOut[]>();
  return {
    tell(ending) {
      const held = requests.getStore();
      if (held) held.push(ending);
      else onSignedOut(ending);
    },
    async afterwards(request) {
      const held: SignedOut[] = [];
      try {
        return await requests.run(held, request);
      } finally {
        for (const ending of held) onSignedOut(ending);
      }
    },
  };
}
