import type pg from 'pg';
import { APP_ROLE, OWNER_ROLE, SYSTEM_ROLE } from './roles.ts';

/** The app may mark these as gone but never take a row away: history is the sweep's to end. */
const KEPT: readonly string[] = [
  'school',
  'person',
  'classroom',
  'enrolment',
  'room',
  'participant',
  'message',
  'message_edit',
  'room_event',
  'outbox',
];

/**
 * Puts every table that has no policies yet under row-level security and gives the working roles their rights. Run after
 * every migration, over the catalogue and not over a list, so that no table and no plugin can be forgotten: a table that
 * was never secured is one that the app cannot even read. A table without `school_id` is refused by name. Of a table with
 * the comment `append-only` the app can neither change a row nor take one away: nobody who acts through it covers their traces.
 * @param client connected as the owner of the tables
 */
export async function secureTables(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<BareTable>(BARE_TABLES);
  for (const { name, hasSchool, isAppendOnly } of rows) {
    if (!hasSchool && name !== 'school') {
      throw new Error(`Table ${name} has no column school_id: every table of Homeroom says which school a row is of.`);
    }
    await client.query(securing(name, rightsTo(name, isAppendOnly)));
  }
  if (rows.length > 0) {
    await client.query(`grant usage on all sequences in schema public to ${APP_ROLE}, ${SYSTEM_ROLE}`);
  }
}

/**
 * The setting is read once a statement, not once a row. Unset or empty it is null, which equals nothing: a transaction
 * that names no school sees none.
 */
const CURRENT_SCHOOL = `(select nullif(current_setting('app.school', true), '')::uuid)`;

function rightsTo(table: string, isAppendOnly: boolean): string {
  if (isAppendOnly) return 'select, insert';
  return KEPT.includes(table) ? 'select, insert, update' : 'select, insert, update, delete';
}

function securing(table: string, rights: string): string {
  const column = table === 'school' ? 'id' : 'school_id';
  const name = `"${table}"`;
  return `begin;
    alter table ${name} enable row level security;
    create policy own_school on ${name} to ${APP_ROLE} using (${column} = ${CURRENT_SCHOOL});
    create policy every_school on ${name} to ${SYSTEM_ROLE} using (true);
    grant ${rights} on ${name} to ${APP_ROLE};
    grant select, insert, update, delete on ${name} to ${SYSTEM_ROLE};
    commit`;
}

interface BareTable {
  readonly name: string;
  readonly hasSchool: boolean;
  readonly isAppendOnly: boolean;
}

const BARE_TABLES = `
  select c.relname "name", coalesce(obj_description(c.oid, 'pg_class') = 'append-only', false) "isAppendOnly", exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'school_id' and not a.attisdropped) "hasSchool"
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'migration\\_%'
    and c.relowner = '${OWNER_ROLE}'::regrole
    and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'own_school')
  order by c.relname`;
