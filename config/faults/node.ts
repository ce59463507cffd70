import '../node-version.ts';
import { createLog, startEngine, stopOnSignals } from '../../engine/index.ts';
import { migrationOwners } from '../../migrations/index.ts';
import { appRouter, installed } from '../../plugins/index.ts';
import type { NodeSettings } from './node-process.ts';

// One node of a run, in a process of its own: the product's engine with every plugin and every check on, without pages. Only
// the counts of the limits are raised, since a few people here write as fast as a school.
const settings = JSON.parse(process.env.FAULTS_NODE ?? '{}') as NodeSettings;
const plenty = { count: 1_000_000, seconds: 10 };
process.on('disconnect', () => process.exit(1));

const running = await startEngine({
  plugins: installed,
  router: appRouter,
  migrations: migrationOwners,
  schools: [
    {
      slug: settings.school,
      title: 'Faults',
      locale: 'en',
      timezone: 'UTC',
      registration: { by: 'closed' },
      plugins: Object.fromEntries(installed.map(({ contract: { id } }) => [id, true])),
    },
  ],
  settings: { ...settings, rowSecurity: true, publicUrl: 'http://127.0.0.1', trustProxy: 0 },
  host: '127.0.0.1',
  port: settings.port,
  limits: { send: plenty, room: plenty, write: plenty, read: plenty, search: plenty },
  log: createLog({ level: 'warn', readable: false }),
});
stopOnSignals(() => running.stop());
process.send?.('listening');
