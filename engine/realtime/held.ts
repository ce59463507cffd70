import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import type { Realtime } from './realtime.ts';

/** Nobody can be asked who is still allowed to listen: nothing is told until somebody can. */
export const isHeld = ({ checks, limits }: Realtime): boolean =>
  performance.now() - checks.identitiesAt > limits.holdMs;

/** Resolves once things may be told, or the socket is gone. */
export async function untilTold(realtime: Realtime, connection: Connection): Promise<void> {
  while (connection.stage === 'live' && isHeld(realtime)) await sleep(100);
}
