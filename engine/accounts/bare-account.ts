import type pg from 'pg';

/**
 * Makes an account that has neither an address nor a password yet. It is made before the transaction of its person commits:
 * should that fail, nothing opens it, and the sweep takes it away.
 */
export async function makeBareAccount(system: pg.Pool, { id, name }: { id: string; name: string }): Promise<void> {
  await system.query(
    `with made as (
       insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
       values ($1, $2, null, false, now(), now()) returning id)
     insert into auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
     select id, id, 'credential', id, null, now(), now() from made`,
    [id, name],
  );
}

/** Accounts without an address that are nobody's: their person was never stored, or has an address now. */
export const NOBODYS_ACCOUNTS = `delete from auth."user" u where u.email is null
  and u."createdAt" < now() - interval '1 day' and not exists (select from person p where p.account_id = u.id)`;

/**
 * Signs out accounts without an address, whose cards were taken back.
 * @param how.forget the password goes too: whoever had the card may have chosen it
 */
export async function closeBareAccounts(
  system: pg.Pool,
  accounts: readonly string[],
  how: { readonly forget: boolean },
): Promise<void> {
  await system.query('delete from auth.session where "userId" = any($1::text[])', [accounts]);
  if (how.forget)
    await system.query(`update auth.account set password = null where "userId" = any($1::text[])`, [accounts]);
}
