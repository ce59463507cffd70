import pg from 'pg';
import { handOver } from './hand-over.ts';
import { JOB_TUNING } from './job-tuning.ts';
import { relayChunk } from './outbox.ts';
import { openQueue } from './queue.ts';

/** A process that dies after handing rows to the queue and before taking them from the outbox. */
const [url = '', redisUrl] = process.argv.slice(2);
const system = new pg.Pool({ connectionString: url, options: '-c role=homeroom_system' });
const { queue } = await openQueue({ database: { url, system }, redisUrl, onError: console.error });
await relayChunk(system, async (rows) => {
  await handOver(queue, rows, JOB_TUNING);
  process.kill(process.pid, 'SIGKILL');
});
