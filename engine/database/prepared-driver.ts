import { PostgreSqlConnection, PostgreSqlDriver, type RawQueryFragment, type Transaction } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import { Sql } from './sql.ts';

type Execute = PostgreSqlConnection['execute'];

/**
 * Sends the values of a statement beside its text instead of in it. So one text serves all values, and `SchoolClient` has
 * PostgreSQL prepare it once a connection: a read that takes 3 ms to plan takes half of one.
 */
class PreparedConnection extends PostgreSqlConnection {
  override async execute<T>(
    query: Parameters<Execute>[0],
    params: Parameters<Execute>[1] = [],
    method: 'all' | 'get' | 'run' = 'all',
    ctx?: Transaction,
    loggerContext?: Parameters<Execute>[4],
  ): Promise<T> {
    const given = query instanceof Sql ? query : fromMikroOrm(query, params);
    if (!given) return super.execute(query, params, method, ctx, loggerContext) as Promise<T>;
    const { text, values } = given;
    await this.ensureConnection();
    return this.executeQuery(
      text,
      async () => {
        const compiled = CompiledQuery.raw(text, values as unknown[]);
        const result = await (ctx ?? this.getClient()).executeQuery(compiled);
        return this.transformRawResult(result, method);
      },
      { query: text, params: [...values], ...loggerContext },
    );
  }
}

/** MikroORM's driver for PostgreSQL, with connections that prepare. */
export const PreparedDriver: typeof PostgreSqlDriver = class extends PostgreSqlDriver {
  protected override readonly connection = new PreparedConnection(this.config);
};

/** What MikroORM itself says: `em.find`, a flush, a transaction. */
function fromMikroOrm(query: Parameters<Execute>[0], params: Parameters<Execute>[1]): Statement | null {
  const given = typeof query === 'string' ? { sql: query, params } : rawOf(query);
  return Array.isArray(given.params) ? numbered(given.sql, given.params) : null;
}

const rawOf = (query: { toRaw?(): RawQueryFragment } | RawQueryFragment): RawQueryFragment =>
  'toRaw' in query && query.toRaw ? query.toRaw() : (query as RawQueryFragment);

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * `?` becomes `$1`, `$2` …; `\?` is the operator. A list stands for its values, one by one.
 * @returns null for what only MikroORM's own way can say: names (`??`), and parts of SQL as values
 */
function numbered(sql: string, params: readonly unknown[]): Statement | null {
  const parts = partsOf(sql);
  if (!parts || parts.length !== params.length + 1) return null;
  const values: unknown[] = [];
  let text = parts[0] ?? '';
  for (const [place, param] of params.entries()) {
    if (isFragment(param)) return null;
    const list = Array.isArray(param) ? param : [param];
    text += list.map((value) => `$${values.push(value === undefined ? null : value)}`).join(', ');
    text += parts[place + 1];
  }
  return { text, values };
}

const isFragment = (param: unknown): boolean =>
  typeof param === 'object' && param !== null && ('sql' in param || Object.getOwnPropertySymbols(param).length > 0);

/** A statement between its question marks, by its text; null where it holds names. */
const known = new Map<string, readonly string[] | null>();
const MOST_KNOWN = 2_000;

function partsOf(sql: string): readonly string[] | null {
  let parts = known.get(sql);
  if (parts === undefined) {
    parts = sql.includes('??') ? null : sql.split(/(?<!\\)\?/).map((part) => part.replaceAll('\\?', '?'));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(sql, parts);
  }
  return parts;
}
