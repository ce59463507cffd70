import type pg from 'pg';

/**
 * Ends an account's sessions in one school; those that are in another one go on there. What a session is in is its active
 * school, so none of these opens anything later either, when its person comes back.
 */
export async function endSessionsIn(system: pg.Pool, account: string, schoolId: string): Promise<void> {
  await system.query(`delete from auth.session where "userId" = $1 and coalesce("activeSchool", $2) = $2`, [
    account,
    schoolId,
  ]);
}
