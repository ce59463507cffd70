// A process of its own with an embedded server, for the tests that kill it, run it as another account or take its disk
// away: `node server.fixture.ts DATA_DIR [stay]`. Says one line: `listens <url>`, or the sentence with the cure.
import { silentLog } from '../operation/log.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { startEmbeddedServer } from './embedded-server.ts';

const [dataDir = '', stay] = process.argv.slice(2);
try {
  const server = await startEmbeddedServer({ dataDir, log: silentLog(), onLost: () => process.exit(1) });
  console.log(`listens ${server.url}`);
  process.on('SIGINT', () => undefined);
  if (stay) setInterval(() => undefined, 1_000);
  else await server.stop();
} catch (error) {
  if (!(error instanceof DatabaseNotReady)) throw error;
  console.log(error.message);
}
