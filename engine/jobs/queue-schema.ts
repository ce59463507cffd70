import { runMigrations } from 'bullmq';
import pg from 'pg';

/** BullMQ's tables live apart from ours, where `homeroom_app` may not look. */
export const QUEUE_SCHEMA = 'bullmq';

const OWNER = 'homeroom_owner';

/**
 * Makes or updates BullMQ's tables. The owner does it, as with every other table: BullMQ's migrations begin with CREATE
 * SCHEMA, which asks for a right on the whole database that the role at work (`worker`) must not have. `worker` gets the
 * right to create in this one schema, because BullMQ makes a sequence per queue while it runs. When `worker` is null
 * (row-level security is off) the connecting role owns and uses them.
 */
export async function prepareQueueSchema(url: string, worker: string | null): Promise<void> {
  const client = new pg.Client({ connectionString: url, ...(worker && { options: `-c role=${OWNER}` }) });
  client.on('error', () => {}); // The query under way is rejected with it; unheard it would end the process.
  await client.connect();
  try {
    // Held until the connection ends: nodes that start together take turns.
    await client.query('select pg_advisory_lock(hashtext($1))', [QUEUE_SCHEMA]);
    if (worker) await client.query(grantsTo(worker));
    await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}

/** Given as defaults, for what migrations will make: what the worker made itself, it owns, and nobody could grant it that. */
const grantsTo = (role: string): string => `
  create schema if not exists ${QUEUE_SCHEMA};
  grant usage, create on schema ${QUEUE_SCHEMA} to ${role};
  alter default privileges in schema ${QUEUE_SCHEMA} grant select, insert, update, delete on tables to ${role};
  alter default privileges in schema ${QUEUE_SCHEMA} grant usage, select on sequences to ${role}`;
