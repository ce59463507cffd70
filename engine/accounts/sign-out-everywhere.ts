import type pg from 'pg';
import type { Endings } from './endings.ts';

/** Ends every session of an account, this one too. */
export async function signOutEverywhere(account: string, system: pg.Pool, endings: Endings): Promise<void> {
  await system.query('delete from auth.session where "userId" = $1', [account]);
  endings.tell({ account });
}
