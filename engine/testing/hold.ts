import type { TestEngine } from './start-test-engine.ts';
import { until } from './until.ts';

/** A lock that a test holds, so that what races in life happens in an order it chooses. */
export interface Hold {
  /** Until so many others wait for a lock. */
  waitedForBy(others: number): Promise<void>;
  letGo(): Promise<void>;
}

/** By their locks: what another role's connections wait for, pg_stat_activity does not tell. */
const WAITING = `select count(distinct l.pid)::int n from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where not l.granted and a.datname = current_database()`;

/** Holds a row as a change of it would. */
export async function holdRow(engine: TestEngine, table: 'room' | 'message', id: string): Promise<Hold> {
  const client = await engine.database.system.connect();
  // A test that fails leaves it to the server to end this; unheard, that would fail the tests after it.
  client.on('error', () => undefined);
  await client.query('begin');
  await client.query(`select 1 from ${table} where id = $1 for no key update`, [id]);
  return {
    waitedForBy: (others) => until(async () => ((await engine.rows<{ n: number }>(WAITING))[0]?.n ?? 0) >= others),
    async letGo() {
      await client.query('commit');
      client.release();
    },
  };
}
