import { join } from 'node:path';
import { createLog, startEngine } from '../../engine/index.ts';
import { migrationOwners } from '../../migrations/index.ts';
import { appRouter, installed } from '../../plugins/index.ts';
import { seedPeople } from './seed.ts';

// The server under load, in a process of its own: the product's engine on its embedded database, every check on. Only the
// counts of the limits are raised, since a few hundred people here write as fast as thousands.
const [dataDir = '', rooms = '20', perRoom = '30', without = ''] = process.argv.slice(2);
const isOff = (id: string): boolean => without === 'all' || without.split(',').includes(id);
const secret = 'the benchmark signs its own sessions';
const plenty = { count: 1_000_000, seconds: 10 };

const running = await startEngine({
  plugins: installed,
  router: appRouter,
  migrations: migrationOwners,
  schools: [
    {
      slug: 'bench',
      title: 'Bench',
      locale: 'en',
      timezone: 'UTC',
      registration: { by: 'closed' },
      plugins: Object.fromEntries(installed.map(({ contract: { id } }) => [id, !isOff(id)])),
    },
  ],
  settings: { dataDir: join(dataDir), rowSecurity: true, publicUrl: 'http://127.0.0.1', trustProxy: 0, secret },
  host: '127.0.0.1',
  port: 0,
  realtimePort: 0,
  limits: { send: plenty, room: plenty },
  log: createLog({ level: 'warn', readable: true }),
});
const idle = process.memoryUsage().rss;
const people = await seedPeople(running, secret, Number(rooms), Number(perRoom));
const account = { email: 'signs-in@bench.example', password: 'an honest password' };
const { id } = await running.accounts.passwords.create({ ...account, name: 'Signs in', proven: true });
await running.database.system.query(
  `insert into person (id, school_id, account_id, email, name, search_key, role, created_at)
   select gen_random_uuid(), id, $1, $2, 'Signs in', ' signs in', 'student', now() from school`,
  [id, account.email],
);

process.on('disconnect', () => process.exit(1));
process.on('message', async (ask: 'cpu' | 'rows' | 'stop') => {
  if (ask === 'cpu') process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss });
  if (ask === 'rows') {
    const { rows } = await running.database.system.query(
      "select (select count(*) from message where seq is not null)::int messages, (select count(*) from room_event where type = 'message.sent')::int events",
    );
    process.send?.(rows[0]);
  }
  if (ask === 'stop') {
    await running.stop();
    process.exit(0);
  }
});
process.send?.({ port: running.realtimePort, onePort: Number(new URL(running.url).port), people, idle, account });
