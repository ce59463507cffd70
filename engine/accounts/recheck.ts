import type pg from 'pg';
import { SESSION_SECONDS } from './auth.ts';
import { GRANT_NAMES, NO_SLIP, STALE } from './sign-in.ts';
import type { SignedIn } from './signed-in.ts';

/** Somebody who was signed in a while ago, and whether anything was asked by that session since. */
export interface OpenSocket {
  readonly who: SignedIn;
  readonly used: boolean;
}

/** What differs today: the session is over, the person may do other things, or they are only called otherwise. */
export type Standing = 'signed-out' | 'changed' | SignedIn;

interface Row {
  readonly place: number;
  readonly open: boolean;
  readonly rights: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly userName: string | null;
  readonly avatarVersion: string | null;
}

/**
 * One statement for however many sockets; it answers those of which something differs. A person is not there who left the
 * school, whose account is another one, or whose session went to another school.
 */
const DIFFERENT = {
  name: 'accounts-recheck',
  text: `select a.place::int, s.id is not null open, p.role || coalesce(g.names, '') rights, p.name, p.email, p.user_name "userName", p.avatar_version "avatarVersion"
     from unnest($1::text[], $2::uuid[], $3::text[]) with ordinality as a (session, person, looks, place)
     left join auth.session s on s.id = a.session and s."expiresAt" > now() and ${NO_SLIP}
     left join person p on p.id = a.person and p.account_id = s."userId" and p.left_at is null
       and p.school_id::text is not distinct from s."activeSchool"
     left join (select person_id, ${GRANT_NAMES} names from person_grant group by person_id) g on g.person_id = p.id
     where (p.role || coalesce(g.names, '') || E'\\n' || p.name || E'\\n' || coalesce(p.avatar_version, '')) is distinct from a.looks`,
};
const looksOf = ({ rights, person: { name, avatarVersion } }: SignedIn): string =>
  `${rights}\n${name}\n${avatarVersion ?? ''}`;

const PROLONG = {
  name: 'accounts-prolong-many',
  text: `update auth.session s set "expiresAt" = now() + make_interval(secs => ${SESSION_SECONDS}), "updatedAt" = now()
     where s.id = any($1::text[]) and s."expiresAt" > now() and ${STALE}`,
};

/** Reads anew who these are. A socket in use prolongs its session as a request does. */
export async function recheck(pool: pg.Pool, sockets: readonly OpenSocket[]): Promise<Map<SignedIn, Standing>> {
  const used = sockets.flatMap((socket) => (socket.used ? [socket.who.session] : []));
  if (used.length > 0) await pool.query({ ...PROLONG, values: [used] });
  if (sockets.length === 0) return new Map();
  const people = sockets.map(({ who }) => who);
  const values = [people.map(({ session }) => session), people.map(({ person }) => person.id), people.map(looksOf)];
  const { rows } = await pool.query<Row>({ ...DIFFERENT, values });
  return new Map(
    rows.map((row) => {
      const who = people[row.place - 1] as SignedIn;
      return [who, standingOf(row, who)];
    }),
  );
}

function standingOf({ open, rights, name, email, userName, avatarVersion }: Row, who: SignedIn): Standing {
  if (!open) return 'signed-out';
  if (rights !== who.rights) return 'changed';
  return { ...who, person: { ...who.person, name, email, userName, avatarVersion } };
}
