import type { Database } from '../database/database.ts';
import type { Post } from '../mail/post.ts';
import { resetMail } from '../mail/texts.ts';
import type { Schools } from '../schools/schools.ts';
import type { AuthHooks } from './auth.ts';
import type { Endings } from './endings.ts';
import type { Links } from './links.ts';
import type { PasswordSlips } from './password-slip.ts';

interface HookDoors {
  readonly database: Pick<Database, 'system'>;
  readonly schools: Pick<Schools, 'byId'>;
  readonly links: Links;
  readonly post: Post;
  readonly endings: Endings;
  readonly slips: Pick<PasswordSlips, 'close'>;
}

/** What happens here when better-auth opens a session, ends one, or wants a mail sent. */
export function authHooks({ database, schools, links, post, endings, slips }: HookDoors): AuthHooks {
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
    // In the background: a known address must not take longer to answer than an unknown one.
    mailReset: ({ account, email }, token) =>
      post.inBackground(async () => {
        const school = schools.byId((await schoolOf(account)) ?? '');
        post.send({ to: email, ...resetMail(school?.title ?? 'your school', links.reset(token)) });
      }),
    sessionEnded: ({ account, id }) => endings.tell({ account, session: id }),
    async passwordReset(account) {
      await slips.close(account);
      endings.tell({ account });
    },
  };
}
