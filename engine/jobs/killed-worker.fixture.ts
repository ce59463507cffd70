import { openDatabase } from '../database/database.ts';
import { silentLog } from '../operation/log.ts';
import { createMetrics } from '../operation/metrics.ts';
import { startJobs } from './jobs.ts';
import { OutboxRow } from './outbox-row.ts';

/** A process that begins a job, says so, and never ends it: made to be killed in the middle. */
const [url = ''] = process.argv.slice(2);
const database = await openDatabase({ url, entities: [OutboxRow], rowSecurity: true });
await startJobs({
  database,
  handlers: {
    run: ({ id }) => {
      console.log(id);
      return new Promise(() => {});
    },
    runScheduled: async () => {},
    deadlineOf: () => undefined,
  },
  schedules: [],
  log: silentLog(),
  metrics: createMetrics().jobs,
  tuning: { lockMs: 1_000, sweepMs: 100 },
});
