import type pg from 'pg';

/**
 * A real write that leaves nothing behind: a record in the server's log, on its disk before the answer, and a temporary file
 * of some 100 kB. The first fails where nothing may be written (a standby, a frozen disk), the second on a disk that is full:
 * the log is written into segments that are there already. The statements are one transaction, which ends with the last.
 */
const WRITE = `set local work_mem = '64kB';
  select count(*) from generate_series(1, 10000);
  select pg_logical_emit_message(true, 'homeroom', 'ready')`;

/** @throws what a write of anybody would be refused with now */
export async function probeWrite(pool: pg.Pool): Promise<void> {
  await pool.query(WRITE);
}
