import type { Stored } from './log.ts';
import type { Seeded, Sql } from './seed.ts';

/** Reads what the database holds, as its superuser and without a line of the engine. */
export async function readStored(sql: Sql, { schoolId, absent }: Seeded): Promise<Stored> {
  const rows = async <T>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
    (await sql(text, values)) as T[];
  return {
    messages: await rows(
      `select id::text, room_id::text room, seq::int seq, author_id::text author, client_id::text "clientId"
       from message where school_id = $1 and kind = 'text' and seq is not null order by room_id, seq`,
      [schoolId],
    ),
    events: await rows(
      `select room_id::text room, seq::int seq, type event,
         case type when 'message.sent' then payload->'message'->>'id' end message,
         coalesce(payload->>'person', payload->'participant'->'person'->>'id') person
       from room_event where school_id = $1 order by room_id, seq`,
      [schoolId],
    ),
    members: await rows(
      `select room_id::text room, person_id::text person, visible_from::int "visibleFrom"
       from participant where school_id = $1 and left_at is null and role <> 'observer'`,
      [schoolId],
    ),
    notices: await rows(
      `select person_id::text person, message_id::text message, count(*)::int count
       from notifications where person_id = $1 and message_id is not null group by 1, 2`,
      [absent.id],
    ),
    orphans: await readOrphans(sql),
  };
}

/** What a column's name says it points to. */
const POINTS_TO: Readonly<Record<string, string>> = {
  school_id: 'school',
  person_id: 'person',
  author_id: 'person',
  owner_id: 'person',
  by_person: 'person',
  created_by: 'person',
  room_id: 'room',
  parent_id: 'room',
  classroom_id: 'classroom',
  message_id: 'message',
  root_id: 'message',
  thread_root: 'message',
};
/** Work that is promised lives for a moment and is looked at again before it is done. */
const PASSING_TABLES = ['outbox'];

async function readOrphans(sql: Sql): Promise<Stored['orphans']> {
  const columns = (await sql(
    `select c.relname "table", a.attname "column" from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = any($1) and a.attnum > 0
       and not a.attisdropped and c.relname <> all($2)`,
    [Object.keys(POINTS_TO), PASSING_TABLES],
  )) as { table: string; column: string }[];
  const orphans: { table: string; column: string; count: number }[] = [];
  for (const { table, column } of columns) {
    const [row] = await sql(
      `select count(*)::int count from "${table}" t where t."${column}" is not null
       and not exists (select from "${POINTS_TO[column]}" o where o.id::text = t."${column}"::text)`,
    );
    const count = Number(row?.count);
    if (count > 0) orphans.push({ table, column, count });
  }
  return orphans;
}
