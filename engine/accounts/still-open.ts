import type { Database } from '../database/database.ts';

/** Which of these sessions, by their ids, somebody is still signed in by. */
export async function stillOpen(
  { system }: Pick<Database, 'system'>,
  sessions: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await system.query<{ id: string }>({
    name: 'accounts-still-open',
    text: 'select id from auth.session where id = any($1::text[]) and "expiresAt" > now()',
    values: [sessions],
  });
  return new Set(rows.map(({ id }) => id));
}
