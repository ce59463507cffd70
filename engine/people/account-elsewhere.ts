import type { UnitOfWork } from '../commands/unit-of-work.ts';

/**
 * Whether an account is, or was, a person of another school of which the asker is no admin. What a school of the past could
 * open again counts too.
 */
export async function isElsewhere({ engine, asked }: UnitOfWork, account: string, askerId: string): Promise<boolean> {
  // Across schools, hence the system's view of the table; nothing but yes or no leaves here.
  const { rows } = await engine.database.system.query(
    `select 1 from person there where there.account_id = $1 and there.school_id <> $2 and not exists (
       select 1 from person asker join person mine on mine.account_id = asker.account_id
       where asker.id = $3 and mine.school_id = there.school_id and mine.role = 'admin' and mine.left_at is null)
     limit 1`,
    [account, asked.school.id, askerId],
  );
  return rows.length > 0;
}
