import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

const counted = new AsyncLocalStorage<string[]>();
let watching = false;

/**
 * The statements that reach PostgreSQL while `act` runs, and because of it: what the ORM, the pools and plugins send is
 * seen where it leaves, on the connection. Work that goes on beside it is not counted.
 */
export async function queriesOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  if (!watching) watch();
  watching = true;
  const texts: string[] = [];
  await counted.run(texts, act);
  return texts;
}

function watch(): void {
  const connection = pg.Client.prototype as unknown as { query(...args: unknown[]): unknown };
  const send = connection.query;
  connection.query = function (...args) {
    counted.getStore()?.push(textOf(args[0]));
    return send.apply(this, args);
  };
}

const textOf = (query: unknown): string =>
  typeof query === 'string' ? query : ((query as { text?: string }).text ?? '');
