import { createPostgresBackend, type PgPool, type Processor, Queue, Worker, type WorkerOptions } from 'bullmq';
import type pg from 'pg';
import { openPool, startupOptions } from '../database/connection.ts';
import type { Database } from '../database/database.ts';
import { SYSTEM_ROLE } from '../database/roles.ts';
import type { JobData } from './job-row.ts';
import { prepareQueueSchema, QUEUE_SCHEMA } from './queue-schema.ts';
import { withDeadline } from './with-deadline.ts';

export type JobQueue = Queue<JobData, void, string>;
export type JobWorker = Worker<JobData, void, string>;
export type JobProcessor = Processor<JobData, void, string>;

/** What the jobs need of the database. */
export type JobsDatabase = Pick<Database, 'url' | 'system'>;

/** BullMQ on PostgreSQL. */
export interface QueueStore {
  readonly queue: JobQueue;
  startWorker(run: JobProcessor, options: Omit<WorkerOptions, 'connection'>): JobWorker;
  /** After the workers are closed. */
  close(): Promise<void>;
}

const NAME = 'homeroom';
const OPEN_MS = 10_000;

/** Opens the queue in the database. Throws when it does not answer in ten seconds. */
export async function openQueue(options: {
  readonly database: JobsDatabase;
  readonly onError: (error: Error) => void;
}): Promise<QueueStore> {
  const store = await connectQueue(options.database);
  store.queue.on('error', options.onError);
  try {
    await withDeadline(store.queue.waitUntilReady(), OPEN_MS, 'opening the queue');
    return store;
  } catch (error) {
    void store.close().catch(() => {}); // Not waited for: what never answered may not answer this either.
    throw error;
  }
}

async function connectQueue(database: JobsDatabase): Promise<QueueStore> {
  const rowSecurity = await worksAsSystem(database.system);
  await prepareQueueSchema(database.url, rowSecurity);
  const pool = openPool(poolOptions(database.url, rowSecurity ? SYSTEM_ROLE : undefined));
  const connection = pool as unknown as PgPool;
  const queue = new Queue(NAME, { connection }, createPostgresBackend) as unknown as JobQueue;
  const close = async (): Promise<void> => {
    await queue.close();
    await pool.end();
  };
  return {
    queue,
    close,
    startWorker: (run, options) =>
      new Worker(NAME, run, { ...options, connection }, createPostgresBackend) as unknown as JobWorker,
  };
}

/**
 * Four connections: one listens for new jobs, three claim and finish them. More would only queue at the same two locks.
 * `synchronous_commit=off` spares an fsync per job and cannot lose one: adding a job comes before the commit that takes
 * its row from the outbox in the same log, so whenever the second survives a crash of the server, so does the first. A
 * job whose end is lost runs again.
 */
const poolOptions = (url: string, role?: string): pg.PoolConfig => ({
  connectionString: url,
  max: 4,
  keepAlive: true,
  connectionTimeoutMillis: 5_000,
  application_name: 'homeroom jobs',
  options: startupOptions({ role, search_path: QUEUE_SCHEMA, synchronous_commit: 'off' }),
});

/** Whether row-level security is on: then the system's connections work as a role of its own. */
async function worksAsSystem(system: pg.Pool): Promise<boolean> {
  const { rows } = await system.query<{ role: string }>('select current_user as role');
  return rows[0]?.role === SYSTEM_ROLE;
}
