import type pg from 'pg';

/** The school whose membership ended last for an account; null for one that was never put out of any. */
export async function leftSchool(system: pg.Pool, account: string): Promise<string | null> {
  const { rows } = await system.query<{ id: string }>(
    'select school_id id from person where account_id = $1 and left_at is not null order by left_at desc limit 1',
    [account],
  );
  return rows[0]?.id ?? null;
}

/** The school in which a session ended because its membership did; null for a session that goes on, or ended otherwise. */
export async function schoolThatEnded(system: pg.Pool, token: string): Promise<string | null> {
  const { rows } = await system.query<{ id: string }>({
    name: 'accounts-school-that-ended',
    text: `select p.school_id id from auth.session s
       join person p on p.account_id = s."userId" and p.school_id::text = s."activeSchool" and p.left_at is not null
       where s.token = $1 and s."expiresAt" > now()`,
    values: [token],
  });
  return rows[0]?.id ?? null;
}
