import { runMigrations } from 'bullmq';
import type pg from 'pg';
import { connectTo } from '../database/connection.ts';
import { OWNER_ROLE, SYSTEM_ROLE } from '../database/roles.ts';

/** BullMQ's tables live apart from ours, where `homeroom_app` may not look. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * Makes or updates BullMQ's tables. The owner does it, as with every other table: BullMQ's migrations begin with CREATE
 * SCHEMA, which asks for a right on the whole database that the role at work must not have. That one gets the right to
 * create in this one schema, because BullMQ makes a sequence per queue while it runs. With `rowSecurity` false the
 * connecting role owns and uses them.
 */
export const prepareQueueSchema = (url: string, rowSecurity: boolean): Promise<void> =>
  inTurn(url, rowSecurity ? OWNER_ROLE : undefined, async (client) => {
    if (rowSecurity) await client.query(GRANTS);
    await runMigrations(client, QUEUE_SCHEMA);
  });

/** Nodes that start together do `work` one after the other: the lock lasts until the connection ends. */
export async function inTurn(
  url: string,
  role: string | undefined,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = await connectTo(url, role);
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [QUEUE_SCHEMA]);
    await work(client);
  } finally {
    await client.end();
  }
}

/** Given as defaults, for what migrations will make: what the worker made itself, it owns, and nobody could grant it that. */
const GRANTS = `
  create schema if not exists ${QUEUE_SCHEMA};
  grant usage, create on schema ${QUEUE_SCHEMA} to ${SYSTEM_ROLE};
  alter default privileges in schema ${QUEUE_SCHEMA} grant select, insert, update, delete on tables to ${SYSTEM_ROLE};
  alter default privileges in schema ${QUEUE_SCHEMA} grant usage, select on sequences to ${SYSTEM_ROLE}`;
