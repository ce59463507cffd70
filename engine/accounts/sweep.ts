import type { Database } from '../database/database.ts';
import { NOBODYS_ACCOUNTS } from './bare-account.ts';

/** Takes away what has expired and opens nothing any more. Answers how many rows that were. */
export async function sweepAccounts({ system }: Pick<Database, 'system'>): Promise<number> {
  const done = [
    await system.query('delete from auth.session where "expiresAt" < now()'),
    await system.query('delete from auth.verification where "expiresAt" < now()'),
    await system.query('delete from invitation where expires_at < now()'),
    await system.query('delete from class_card where expires_at < now()'),
    await system.query(NOBODYS_ACCOUNTS),
  ];
  return done.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
}
