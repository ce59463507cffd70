import { missing } from '../errors/domain-error.ts';
import type { AccountDoors } from './account-doors.ts';
import type { SignedIn } from './signed-in.ts';

/**
 * Makes another school the active one of this session; its open sockets are still the old person's and must be closed.
 * @throws DomainError `missing`: no such school, or nobody there
 */
export async function switchSchool(slug: string, who: SignedIn, doors: AccountDoors): Promise<void> {
  const school = doors.schools.bySlug(slug);
  if (!school) throw missing();
  const { rowCount } = await doors.database.system.query(
    `update auth.session set "activeSchool" = $2 where id = $1 and "userId" = $3
     and exists (select from person where account_id = $3 and school_id = $4 and left_at is null)`,
    [who.session, school.id, who.account, school.id],
  );
  if (rowCount !== 1) throw missing();
}

/** The schools an account opens in, by title; those that are closed just now are left out. */
export async function schoolsOf(account: string, doors: AccountDoors): Promise<{ slug: string; title: string }[]> {
  const { rows } = await doors.database.system.query<{ id: string }>(
    'select school_id as id from person where account_id = $1 and left_at is null',
    [account],
  );
  return rows
    .flatMap(({ id }) => doors.schools.byId(id) ?? [])
    .map(({ slug, title }) => ({ slug, title }))
    .sort((a, b) => a.title.localeCompare(b.title));
}
