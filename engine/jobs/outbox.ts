import type pg from 'pg';
import type { Log } from '../operation/log.ts';
import type { JobMetrics } from '../operation/metrics.ts';
import type { DueRow } from './job-row.ts';

/** Rows handed over with one statement. */
export const CHUNK = 500;

/** Carries promised work from the outbox to the queue. */
export interface Relay {
  /** There may be new rows. Any number of calls during a pass make one more pass. */
  nudge(): void;
  /** Ends after the pass under way; rows not yet handed over stay for the next start. */
  stop(): Promise<void>;
}

/**
 * Starts the relay with a first pass, which has ended when the promise resolves: rows a dead process had handed over but
 * not yet taken away meet the jobs made of them while these are still remembered.
 * `hand` must be safe to call again with the same rows: it is, after a crash between it and the commit.
 */
export async function startRelay(options: {
  readonly pool: pg.Pool;
  readonly hand: (rows: readonly DueRow[]) => Promise<void>;
  readonly sweepMs: number;
  readonly log: Log;
  readonly metrics: JobMetrics;
}): Promise<Relay> {
  const { pool, hand, sweepMs, log, metrics } = options;
  let asked = false;
  let stopping = false;
  let pass: Promise<void> | null = null;

  const work = async (): Promise<void> => {
    while (asked && !stopping) {
      asked = false;
      const moved = await relayChunk(pool, hand);
      if (moved > 0) metrics.relayed(moved);
      asked ||= moved === CHUNK;
    }
  };
  const nudge = (): void => {
    asked = true;
    if (stopping) return;
    pass ??= work()
      .catch((err) => log.warn({ err }, 'outbox: rows wait for the next sweep'))
      .finally(() => {
        pass = null;
        if (asked) nudge();
      });
  };

  nudge();
  await pass;
  const sweep = setInterval(nudge, sweepMs);
  return {
    nudge,
    stop: async () => {
      stopping = true;
      clearInterval(sweep);
      await pass;
    },
  };
}

/**
 * Hands over the oldest rows and takes them away, in one transaction: whatever fails, they are still there. Rows that
 * another relay holds are passed over, so several nodes share the work. Ids are UUIDv7, so their order is that of time.
 * Returns how many it moved.
 */
export async function relayChunk(pool: pg.Pool, hand: (rows: readonly DueRow[]) => Promise<void>): Promise<number> {
  const client = await pool.connect();
  const lost = (): void => {}; // The query under way is rejected with it; unheard it would end the process.
  client.on('error', lost);
  let broken = true;
  try {
    // A lost commit only brings the rows back, and the queue knows their ids: no fsync needed.
    await client.query('begin; set local synchronous_commit = off');
    const { rows } = await client.query<StoredRow>({ name: 'outbox-take', text: TAKE, values: [CHUNK] });
    if (rows.length > 0) await hand(rows.sort(byId).map(dueRow));
    await client.query('commit');
    broken = false;
    return rows.length;
  } catch (error) {
    broken = !(await rolledBack(client));
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

const TAKE = `
  with taken as (select id from outbox order by id limit $1 for update skip locked)
  delete from outbox using taken where outbox.id = taken.id
  returning outbox.id, school_id, kind, room_id, seq, payload, by_plugin, due_at`;

interface StoredRow {
  readonly id: string;
  readonly school_id: string;
  readonly kind: string;
  readonly room_id: string | null;
  readonly seq: string | null;
  readonly payload: unknown;
  readonly by_plugin: string | null;
  readonly due_at: Date | null;
}

const byId = (a: StoredRow, b: StoredRow): number => (a.id < b.id ? -1 : 1);

const dueRow = (row: StoredRow): DueRow => ({
  id: row.id,
  schoolId: row.school_id,
  kind: row.kind,
  roomId: row.room_id,
  seq: row.seq === null ? null : Number(row.seq),
  payload: row.payload,
  byPlugin: row.by_plugin,
  dueAt: row.due_at,
});

async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}
