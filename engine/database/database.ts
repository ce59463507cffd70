import { type EntityManager, IsolationLevel, MikroORM, type TransactionOptions } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { WroteInRead } from '../errors/outage.ts';
import { connectTo, openPool, startupOptions } from './connection.ts';
import { PreparedDriver } from './prepared-driver.ts';
import { APP_ROLE, SYSTEM_ROLE } from './roles.ts';
import { SchoolClient } from './school-client.ts';
import { run, sql } from './sql.ts';

export type EntityClass = new (...args: never[]) => object;

export interface Database {
  /** Works as the app role; fork its `em` per unit of work. */
  readonly orm: MikroORM;
  /** Works as the system role, which sees every school. For hot paths: give statements a `name` to have them prepared. */
  readonly system: pg.Pool;
  /**
   * The same role, two connections that wait behind nobody and never long: for checks that would refuse everybody's calls if
   * they were late.
   */
  readonly checks: pg.Pool;
  /** The same role, for storing messages: a send waits for no reader, and its connection has the statement prepared. */
  readonly sends: pg.Pool;
  readonly url: string;
  /**
   * Runs `work` in one transaction of the app role that sees and writes rows of one school only. What `work` has left to
   * write is flushed before the commit; when it throws everything is rolled back and the error thrown on.
   * @param schoolId a UUID
   */
  inSchool<T>(schoolId: string, work: (em: EntityManager) => Promise<T>): Promise<T>;
  /** The same for reading: all of it sees the database as it was at one moment, and writing is refused. */
  readSchool<T>(schoolId: string, read: (em: EntityManager) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export const POOL_SIZE = 10;

export interface DatabaseOptions {
  readonly url: string;
  /** The engine's. Tables are the migrations' business: none is made of these. */
  readonly entities: readonly EntityClass[];
  readonly rowSecurity: boolean;
  /** Connections at most, of each pool but that of the checks; POOL_SIZE unless said. */
  readonly poolSize?: number;
}

/** Opens the pools and tries the database once. Throws DatabaseNotReady when there is no way in. */
export async function openDatabase({
  url,
  entities,
  rowSecurity,
  poolSize = POOL_SIZE,
}: DatabaseOptions): Promise<Database> {
  const probe = await connectTo(url, rowSecurity ? APP_ROLE : undefined);
  await probe.end();
  const orm = await openOrm(url, entities, rowSecurity, poolSize);
  const system = openSystemPool(url, rowSecurity, { max: poolSize });
  const checks = openSystemPool(url, rowSecurity, CHECKS);
  const sends = openSystemPool(url, rowSecurity, { max: poolSize });
  await openKept(orm);
  return {
    orm,
    system,
    checks,
    sends,
    url,
    inSchool: (schoolId, work) => inSchool(orm, schoolId, work),
    readSchool: (schoolId, read) => inSchool(orm, schoolId, read, READING).catch(notAWrite),
    close: async () => void (await Promise.all([orm.close(true), system.end(), checks.end(), sends.end()])),
  };
}

/** A statement that waits or works longer than this is a fault, and an idle transaction a leak: neither may hold a room. */
const APP_LIMITS = {
  statement_timeout: '10s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '15s',
};
/** Sweeps take longer than requests. */
const SYSTEM_LIMITS = { ...APP_LIMITS, statement_timeout: '60s' };

/** So many connections of requests are always open: a request after a quiet minute, such as a search, waits for none. */
const KEPT_OPEN = 2;
const NO_SCHOOL = '00000000-0000-0000-0000-000000000000';

/** One that cannot be opened now is opened, or complained about, when a request wants it. */
async function openKept(orm: MikroORM): Promise<void> {
  const first = () => inSchool(orm, NO_SCHOOL, (em) => run(em, sql`select 1`), READING);
  await Promise.allSettled(Array.from({ length: KEPT_OPEN }, first));
}

function openOrm(url: string, entities: readonly EntityClass[], rowSecurity: boolean, max: number): Promise<MikroORM> {
  const role = rowSecurity ? APP_ROLE : undefined;
  return MikroORM.init({
    driver: PreparedDriver,
    clientUrl: url,
    entities: [...entities],
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    pool: { min: Math.min(KEPT_OPEN, max), max, idleTimeoutMillis: 60_000 },
    driverOptions: {
      Client: SchoolClient,
      options: startupOptions({ role, timezone: 'UTC', search_path: 'public', ...APP_LIMITS }),
      connectionTimeoutMillis: 10_000,
      // A firewall on the way forgets a connection on which nothing is said.
      ...{ keepAlive: true, keepAliveInitialDelayMillis: 60_000 },
    },
  });
}

const CHECKS = { max: 2, connectionTimeoutMillis: 5_000, query_timeout: 3_000 };

function openSystemPool(url: string, rowSecurity: boolean, given: pg.PoolConfig): pg.Pool {
  const role = rowSecurity ? SYSTEM_ROLE : undefined;
  const options = startupOptions({ role, timezone: 'UTC', search_path: 'public', ...SYSTEM_LIMITS });
  const patience = { idleTimeoutMillis: 60_000, connectionTimeoutMillis: 10_000 };
  return openPool({ connectionString: url, options, ...patience, ...given });
}

const READING = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true } as const;

function notAWrite(error: unknown): never {
  if ((error as { code?: unknown }).code !== '25006') throw error;
  throw new WroteInRead((error as Error).message, { cause: error });
}

async function inSchool<T>(
  orm: MikroORM,
  schoolId: string,
  work: (em: EntityManager) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const em = orm.em.fork({ session: { variables: { 'app.school': schoolId } } });
  await em.begin(options);
  const transaction = em.getTransactionContext();
  try {
    const result = await work(em);
    await em.commit();
    return result;
  } catch (error) {
    // What went wrong first is what counts: on a lost connection the rollback fails too, and there is nothing to roll back.
    await em.rollback().catch(() => undefined);
    throw error;
  } finally {
    // Work that goes on after its end, a hook that was given up for instance, would write outside of any transaction.
    em.setTransactionContext(transaction);
  }
}
