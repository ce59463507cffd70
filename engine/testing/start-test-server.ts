import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '../../plugins/index.ts';
import { createRealtimeClient, type RealtimeClient } from '../client.ts';
import { startEngine } from '../start.ts';
import {
  doorsOf,
  prepareEngine,
  type TestEngine,
  type TestEngineOptions,
  type TestPerson,
} from './start-test-engine.ts';

/** An engine behind its real doors: HTTP and sockets at one address. */
export interface TestServer extends TestEngine {
  readonly url: string;
  readonly metricsUrl: string | undefined;
  /** Gives somebody an account, signs in as a program does, and answers the token. */
  signIn(person: TestPerson): Promise<string>;
  overHttp(token: string): TRPCClient<AppRouter>;
  /** Closed with the server. */
  overSocket(token: string): RealtimeClient<AppRouter>;
}

const DOORS = { host: '127.0.0.1', port: 0 };
const PASSWORD = 'correct horse battery';

/** For tests of the doors themselves; everything else is quicker without them. */
export async function startTestServer(options: TestEngineOptions = {}): Promise<TestServer> {
  const kit = await prepareEngine(options);
  const running = await startEngine({
    ...kit.options,
    ...DOORS,
    ...options.operation,
    connections: options.connections,
  });
  const doors = doorsOf(running, kit);
  const sockets: { close(): void }[] = [];
  const { url } = running;
  return {
    ...running,
    ...doors,
    async signIn({ id, email, name }) {
      const account = await running.accounts.passwords.create({ email, name, password: PASSWORD, proven: true });
      await doors.rows('update person set account_id = $2 where id = $1', [id, account.id]);
      const headers = { 'content-type': 'application/json', origin: kit.options.settings.publicUrl };
      const body = JSON.stringify({ email, password: PASSWORD });
      const answer = await fetch(`${url}/api/auth/sign-in/email`, { method: 'POST', headers, body });
      return ((await answer.json()) as { token: string }).token;
    },
    overHttp: (token) =>
      createTRPCClient<AppRouter>({
        links: [httpLink({ url: `${url}/trpc`, headers: { authorization: `Bearer ${token}` } })],
      }),
    overSocket(token) {
      const client = createRealtimeClient<AppRouter>({
        url: `${url.replace('http', 'ws')}/realtime`,
        token: () => token,
      });
      sockets.push(client);
      return client;
    },
    async stop() {
      for (const socket of sockets) socket.close();
      await doors.stop();
    },
  };
}
