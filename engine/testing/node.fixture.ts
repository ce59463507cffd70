import { stopOnSignals } from '../operation/stop.ts';
import { startCast } from './cast.ts';
import type { TestEngineOptions } from './start-test-engine.ts';
import { startTestServer } from './start-test-server.ts';

// A node in a process of its own, for tests that kill it or take away its disk: `node node.fixture.ts '<options as JSON>'`.
// It says where it is in one line of JSON, and with `cast` also who may sign in.
const { cast, ...options } = JSON.parse(process.argv[2] ?? '{}') as TestEngineOptions & { cast?: true };
const server = await startTestServer(options);
stopOnSignals(() => server.stop());
const { url } = server;
if (!cast) console.log(JSON.stringify({ url }));
else {
  const { ana, rivera, freshRoom } = await startCast(server);
  const room = await freshRoom({ posting: 'announcement' });
  const [anas, riveras] = [await server.signIn(ana), await server.signIn(rivera)];
  console.log(JSON.stringify({ url, anas, riveras, room: room.id, databaseUrl: server.database.url }));
}
