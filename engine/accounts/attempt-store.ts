import type { Redis } from 'ioredis';
import type { Log } from '../operation/log.ts';

/** A Redis that is frozen answers nothing: after so long each node counts for itself. */
const PATIENCE_MS = 250;

/** The Redis in which several nodes count attempts together. Loaded only where there is one: it takes 8 MB. */
export async function openAttemptStore(url: string, log: Log): Promise<{ redis: Redis; close(): void }> {
  const { Redis: Client } = await import('ioredis');
  const redis = new Client(url, {
    commandTimeout: PATIENCE_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(1_000, 50 * attempt) * (0.5 + Math.random()),
  });
  redis.on('error', (error: Error) => log.warn({ role: 'attempts', reason: error.message }, 'redis is out of reach'));
  return { redis, close: () => redis.disconnect() };
}
