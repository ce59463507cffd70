import './node-version.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchPerson, Load, type PhaseResult } from './bench/load.ts';
import { postgresCpu } from './bench/postgres-cpu.ts';

/*
 * npm run bench: real sockets against the whole product, on its embedded database with every check on. Prints what was
 * stored and delivered, at what cost and how fast, and what was lost, doubled or out of order; ends with 1 unless those are 0.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    rooms: { type: 'string', default: '20' },
    people: { type: 'string', default: '30' },
    'in-flight': { type: 'string', default: '256' },
    'one-port': { type: 'boolean', default: false },
  },
});

interface Ready {
  readonly port: number;
  readonly onePort: number;
  readonly people: readonly BenchPerson[];
  readonly idle: number;
}

const dataDir = mkdtempSync(join(tmpdir(), 'homeroom-bench-'));
// Started by root, the embedded database runs as another account, which must be able to enter.
chmodSync(dataDir, 0o755);
const server = fork(join(import.meta.dirname, 'bench/server.ts'), [dataDir, values.rooms, values.people]);
try {
  process.exitCode = await bench(await heard<Ready>(server));
} finally {
  if (server.exitCode === null) {
    const gone = new Promise((exited) => server.once('exit', exited));
    server.send('stop');
    await gone;
  }
  rmSync(dataDir, { recursive: true, force: true });
}

async function bench({ port, onePort, people, idle }: Ready): Promise<number> {
  const seconds = Number(values.seconds);
  const load = new Load();
  console.log(`${people.length} people in rooms of ${values.people}; resident before anybody came: ${mib(idle)} MiB`);
  const connected = performance.now();
  await load.connect(values['one-port'] ? onePort : port, people);
  console.log(`all signed in and in their rooms after ${Math.round(performance.now() - connected)} ms`);
  await load.run({ seconds: 2, inFlight: 32 });
  await measured(`as much as goes, ${values['in-flight']} in flight`, () =>
    load.run({ seconds, inFlight: Number(values['in-flight']) }),
  );
  await measured('1,000 messages/s', () => load.run({ seconds, perSecond: 1_000 }));
  await measured('200 messages/s', () => load.run({ seconds, perSecond: 200 }));
  return verdict(load);
}

async function measured(title: string, run: () => Promise<PhaseResult>): Promise<void> {
  const before = await costs();
  const result = await run();
  const after = await costs();
  const cpu = ((after.server - before.server + after.store - before.store) / result.deliveries) * 100_000;
  console.log(
    [
      `${title}:`,
      `  stored ${per(result.acknowledged, result.seconds)}/s, refused ${result.refused}, delivered ${per(result.deliveries, result.seconds)}/s`,
      `  CPU seconds per 100,000 deliveries ${cpu.toFixed(2)} (server ${(after.server - before.server).toFixed(1)} s, PostgreSQL ${(after.store - before.store).toFixed(1)} s)`,
      `  due to last of its room: p50 ${at(result.toLast, 0.5)} ms, p99 ${at(result.toLast, 0.99)} ms; resident ${mib(after.rss)} MiB`,
    ].join('\n'),
  );
}

async function costs(): Promise<{ server: number; store: number; rss: number }> {
  const { cpu, rss } = await asked<{ cpu: NodeJS.CpuUsage; rss: number }>('cpu');
  return { server: (cpu.user + cpu.system) / 1e6, store: postgresCpu(join(dataDir, 'postgres')), rss };
}

async function verdict(load: Load): Promise<number> {
  const { acknowledged, missed, doubled, disordered } = load.verdicts();
  const { messages, events } = await asked<{ messages: number; events: number }>('rows');
  load.close();
  const lost = Math.max(0, acknowledged - messages) + missed;
  console.log(
    `acknowledged ${acknowledged}, stored ${messages}, recorded ${events}; lost ${lost}, doubled ${doubled}, out of order ${disordered}`,
  );
  return lost + doubled + disordered + Math.abs(messages - events) === 0 ? 0 : 1;
}

function asked<T>(question: string): Promise<T> {
  const answer = heard<T>(server);
  server.send(question);
  return answer;
}

function heard<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

function per(count: number, seconds: number): string {
  return Math.round(count / seconds).toLocaleString('en');
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);
}

function mib(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
