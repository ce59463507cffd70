import { openDatabase } from '../database/database.ts';
import { handOver } from './hand-over.ts';
import { JOB_TUNING } from './job-tuning.ts';
import { relayChunk } from './outbox.ts';
import { OutboxRow } from './outbox-row.ts';
import { openQueue } from './queue.ts';

/** A process that dies after handing rows to the queue and before taking them from the outbox. */
const [url = ''] = process.argv.slice(2);
const database = await openDatabase({ url, entities: [OutboxRow], rowSecurity: true });
const { queue } = await openQueue({ database, onError: console.error });
await relayChunk(database.system, async (rows) => {
  await handOver(queue, rows, JOB_TUNING);
  process.kill(process.pid, 'SIGKILL');
});
