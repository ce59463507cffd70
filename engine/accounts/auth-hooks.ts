import type { Database } from '../database/database.ts';
import type { AuthHooks } from './auth.ts';
import type { Endings } from './endings.ts';
import type { PasswordSlips } from './password-slip.ts';

interface HookDoors {
  readonly database: Pick<Database, 'system'>;
  readonly endings: Endings;
  readonly slips: Pick<PasswordSlips, 'close'>;
}

/** What happens here when better-auth opens a session or ends one. */
export function authHooks({ database, endings, slips }: HookDoors): AuthHooks {
  const schoolOf = async (account: string): Promise<string | null> => {
    const { rows } = await database.system.query<{ id: string }>(
      `select school_id as id from person where account_id = $1 and left_at is null
       order by last_seen_at desc nulls last, id limit 1`,
      [account],
    );
    return rows[0]?.id ?? null;
  };
  return {
    schoolOf,
    sessionEnded: ({ account, id }) => endings.tell({ account, session: id }),
    async passwordReset(account) {
      await slips.close(account);
      endings.tell({ account });
    },
  };
}
