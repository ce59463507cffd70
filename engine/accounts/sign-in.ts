import type pg from 'pg';
import type { SchoolRole } from '../roles/roles.ts';
import { SESSION_RENEW_SECONDS, SESSION_SECONDS } from './auth.ts';
import { isBearer, type SessionCookie } from './session-cookie.ts';
import type { SignedIn, SignInHeaders } from './signed-in.ts';

/** Told the Set-Cookie line of a session that was prolonged. */
export type Renew = (setCookie: string) => void;

interface Row {
  session: string;
  account: string;
  activeSchool: string | null;
  stale: boolean;
  unseen: boolean;
  id: string;
  schoolId: string;
  name: string;
  email: string | null;
  userName: string | null;
  role: SchoolRole;
  rights: string;
  avatarVersion: string | null;
}

/** SQL over `s`: a session to be prolonged when it is used, which one "not remembered" (of one day) never is. */
export const STALE = `(s."expiresAt" < now() + make_interval(secs => ${SESSION_SECONDS - SESSION_RENEW_SECONDS})
         and s."expiresAt" - s."updatedAt" > make_interval(secs => ${SESSION_SECONDS / 2}))`;

/** SQL over `s`: a session of an account that waits for a new password opens nothing. */
export const NO_SLIP = 'not exists (select from password_slip l where l.account_id = s."userId")';

/** SQL over rows of `person_grant`: the grants of one person as one text. */
export const GRANT_NAMES = "string_agg(' ' || name, '' order by name)";

/**
 * A session lasts as long as its row; its person is the one of the active school, else the one used last. Whoever left a
 * school is nobody there.
 */
const WHO = {
  name: 'accounts-who',
  text: `select s.id as session, s."userId" as account, s."activeSchool",
       ${STALE} as stale,
       p.last_seen_at is null or p.last_seen_at < now() - interval '1 minute' as unseen,
       p.id, p.school_id as "schoolId", p.name, p.email, p.user_name as "userName", p.role, p.avatar_version as "avatarVersion",
       p.role || coalesce((select ${GRANT_NAMES} from person_grant where person_id = p.id), '') as rights
     from auth.session s
     cross join lateral (
       select * from person where account_id = s."userId" and left_at is null
       order by school_id::text is not distinct from s."activeSchool" desc, last_seen_at desc nulls last, id
       limit 1) p
     where s.token = $1 and s."expiresAt" > now() and ${NO_SLIP}`,
};
const SEEN = {
  name: 'accounts-seen',
  text: `update person set last_seen_at = now()
     where id = $1 and (last_seen_at is null or last_seen_at < now() - interval '1 minute')`,
};
const PIN = { name: 'accounts-pin', text: 'update auth.session set "activeSchool" = $2 where id = $1' };
const PROLONG = {
  name: 'accounts-prolong',
  text: `update auth.session set "expiresAt" = now() + make_interval(secs => ${SESSION_SECONDS}), "updatedAt" = now()
     where id = $1 and "expiresAt" > now()`,
};

/**
 * Who a request is from: one statement, and at most once a minute a second one. A session that came by cookie is prolonged
 * only where `renew` can hand out the cookie again (a request over HTTP, not a socket); one by token always.
 */
export function createSignIn(system: pg.Pool, cookie: SessionCookie) {
  return async function signIn(headers: SignInHeaders, renew?: Renew): Promise<SignedIn | null> {
    const token = cookie.read(headers);
    if (!token) return null;
    const { rows } = await system.query<Row>({ ...WHO, values: [token] });
    const row = rows[0];
    if (!row) return null;
    if (row.unseen) await system.query({ ...SEEN, values: [row.id] });
    if (row.activeSchool !== row.schoolId) await system.query({ ...PIN, values: [row.session, row.schoolId] });
    if (row.stale && (renew || isBearer(headers.authorization))) await prolong(row.session, token, renew);
    return signedIn(row);
  };

  async function prolong(session: string, token: string, renew: Renew | undefined): Promise<void> {
    await system.query({ ...PROLONG, values: [session] });
    renew?.(cookie.line(token));
  }
}

const signedIn = ({
  session,
  account,
  rights,
  id,
  schoolId,
  name,
  email,
  userName,
  role,
  avatarVersion,
}: Row): SignedIn => ({
  session,
  account,
  rights,
  person: { id, schoolId, accountId: account, name, email, userName, role, avatarVersion },
});
