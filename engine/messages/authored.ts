import { type Sql, sql, text } from '../database/sql.ts';

/**
 * SQL for whose words a message has, as JSON (`Authored`): a person's, or a plugin's, which no person wrote.
 * @param message an SQL name of a row of `message`
 */
export const authored = (message: Sql): Sql =>
  sql`jsonb_build_object('author', ${message}.author_id) || case when ${message}.by_plugin is null then '{}'
    else jsonb_build_object('by', jsonb_build_object('plugin', ${message}.by_plugin)) end`;

/** SQL for what a reply keeps of the message it quotes (`Quote`), or null where there is none. */
export const quoted = (message: Sql, length: number): Sql =>
  sql`case when ${message}.id is null then null else ${authored(message)} || jsonb_build_object('id', ${message}.id, 'deleted', ${message}.deleted_at is not null,
      'text', case when ${message}.deleted_at is null then left(${message}.text, ${text(length)}) else '' end) end`;
