import './node-version.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FloodTarget, measureFlood } from './bench/flood.ts';
import { type BenchPerson, Load, type PhaseResult } from './bench/load.ts';
import { postgresCpu } from './bench/postgres-cpu.ts';

/*
 * npm run bench: real sockets against the whole product, on its embedded database with every check on. Prints what was
 * stored and delivered, at what cost and how fast, and what was lost, doubled or out of order; ends with 1 unless those are 0
 * and no honest sign-in was refused.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    rooms: { type: 'string', default: '20' },
    people: { type: 'string', default: '30' },
    'in-flight': { type: 'string', default: '256' },
    'one-port': { type: 'boolean', default: false },
    /** Plugins the school has off, by id and comma; `all` for the bare engine. */
    without: { type: 'string', default: '' },
    /** Instead of one long run: with every plugin and without `without`, three times in turn; the best of each is compared. */
    compare: { type: 'boolean', default: false },
    /** The flood alone, and what the server holds a minute after it. */
    flood: { type: 'boolean', default: false },
  },
});

/** Others' sends in a flood of one client: twice as long as without, or so many milliseconds, whichever is more. */
const FLOODED_MS = 60;
/** Resident MiB of the server a minute after a flood. */
const RESIDENT_MIB = 250;

interface Ready {
  readonly port: number;
  readonly onePort: number;
  readonly people: readonly BenchPerson[];
  readonly idle: number;
  readonly account: FloodTarget['account'];
}

interface Bench extends Ready {
  readonly dataDir: string;
  readonly server: ChildProcess;
}

process.exitCode = values.compare ? await compare(values.without || 'all') : await onServer(values.without, bench);

/** A server with an empty database, for as long as `use` takes. */
async function onServer<T>(without: string, use: (at: Bench) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'homeroom-bench-'));
  // Started by root, the embedded database runs as another account, which must be able to enter.
  chmodSync(dataDir, 0o755);
  const server = fork(join(import.meta.dirname, 'bench/server.ts'), [dataDir, values.rooms, values.people, without]);
  try {
    return await use({ ...(await heard<Ready>(server)), dataDir, server });
  } finally {
    if (server.exitCode === null) {
      const gone = new Promise((exited) => server.once('exit', exited));
      server.send('stop');
      await gone;
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** In turn, so that a machine that grows busy or quiet meanwhile is fair to both. */
async function compare(without: string): Promise<number> {
  const best = { with: 0, without: 0 };
  for (let round = 1; round <= 3; round += 1) {
    best.with = Math.max(best.with, await onServer('', throughput));
    best.without = Math.max(best.without, await onServer(without, throughput));
  }
  const share = ((best.with / best.without) * 100).toFixed(1);
  console.log(`best with every plugin ${best.with}/s, without ${without} ${best.without}/s: ${share}%`);
  return 0;
}

async function throughput(at: Bench): Promise<number> {
  const load = new Load();
  await load.connect(values['one-port'] ? at.onePort : at.port, at.people);
  await load.run({ seconds: 2, inFlight: 32 });
  const { acknowledged, seconds } = await load.run({
    seconds: Number(values.seconds),
    inFlight: Number(values['in-flight']),
  });
  load.close();
  console.log(`  ${per(acknowledged, seconds)}/s`);
  return Math.round(acknowledged / seconds);
}

async function bench(at: Bench): Promise<number> {
  const { port, onePort, people, idle } = at;
  const seconds = Number(values.seconds);
  const load = new Load();
  console.log(`${people.length} people in rooms of ${values.people}; resident before anybody came: ${mib(idle)} MiB`);
  const connected = performance.now();
  await load.connect(values['one-port'] ? onePort : port, people.slice(0, -1));
  console.log(`all signed in and in their rooms after ${Math.round(performance.now() - connected)} ms`);
  await load.run({ seconds: 2, inFlight: 32 });
  if (!values.flood) await unhindered(at, load, seconds);
  const turnedAway = await flood(at, load, seconds);
  if (values.flood) await afterwards(at);
  return Math.max(await verdict(at, load), turnedAway > 0 ? 1 : 0);
}

async function unhindered(at: Bench, load: Load, seconds: number): Promise<void> {
  await measured(at, `as much as goes, ${values['in-flight']} in flight`, () =>
    load.run({ seconds, inFlight: Number(values['in-flight']) }),
  );
  await measured(at, '1,000 messages/s', () => load.run({ seconds, perSecond: 1_000 }));
  await measured(at, '200 messages/s', () => load.run({ seconds, perSecond: 200 }));
}

/** The last person is kept for the flood. Answers how many honest sign-ins were refused, which is not to be. */
async function flood(at: Bench, load: Load, seconds: number): Promise<number> {
  const { quiet, flooded, signIns, refusedSignIns, asked } = await measureFlood(at, load, seconds);
  const { rss } = await costs(at);
  const p99 = ({ toLast }: PhaseResult) => share(toLast, 0.99);
  const limit = Math.max(FLOODED_MS, 2 * Number(p99(quiet)));
  console.log(
    [
      `100 messages/s beside a flood of sign-ins, batches, reads and sockets (${per(asked, seconds)} requests/s):`,
      `  due to last of its room: p99 ${p99(quiet)} ms without, ${p99(flooded)} ms with (limit ${limit}); sends refused ${flooded.refused}`,
      `  honest sign-ins ${signIns}, refused ${refusedSignIns}; resident ${mib(rss)} MiB`,
    ].join('\n'),
  );
  return refusedSignIns;
}

async function afterwards(at: Bench): Promise<void> {
  await new Promise((go) => setTimeout(go, 60_000));
  console.log(`  resident a minute later ${mib((await costs(at)).rss)} MiB (limit ${RESIDENT_MIB})`);
}

async function measured(at: Bench, title: string, run: () => Promise<PhaseResult>): Promise<void> {
  const before = await costs(at);
  const result = await run();
  const after = await costs(at);
  const cpu = ((after.server - before.server + after.store - before.store) / result.deliveries) * 100_000;
  console.log(
    [
      `${title}:`,
      `  stored ${per(result.acknowledged, result.seconds)}/s, refused ${result.refused}, delivered ${per(result.deliveries, result.seconds)}/s`,
      `  CPU seconds per 100,000 deliveries ${cpu.toFixed(2)} (server ${(after.server - before.server).toFixed(1)} s, PostgreSQL ${(after.store - before.store).toFixed(1)} s)`,
      `  due to last of its room: p50 ${share(result.toLast, 0.5)} ms, p99 ${share(result.toLast, 0.99)} ms; resident ${mib(after.rss)} MiB`,
    ].join('\n'),
  );
}

async function costs({ dataDir, server }: Bench): Promise<{ server: number; store: number; rss: number }> {
  const { cpu, rss } = await asked<{ cpu: NodeJS.CpuUsage; rss: number }>(server, 'cpu');
  return { server: (cpu.user + cpu.system) / 1e6, store: postgresCpu(join(dataDir, 'postgres')), rss };
}

async function verdict({ server }: Bench, load: Load): Promise<number> {
  const { acknowledged, missed, doubled, disordered } = load.verdicts();
  const { messages, events } = await asked<{ messages: number; events: number }>(server, 'rows');
  load.close();
  const lost = Math.max(0, acknowledged - messages) + missed;
  console.log(
    `acknowledged ${acknowledged}, stored ${messages}, recorded ${events}; lost ${lost}, doubled ${doubled}, out of order ${disordered}`,
  );
  return lost + doubled + disordered + Math.abs(messages - events) === 0 ? 0 : 1;
}

function asked<T>(server: ChildProcess, question: string): Promise<T> {
  const answer = heard<T>(server);
  server.send(question);
  return answer;
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const answered = new AbortController();
  const ended = once(child, 'exit', answered).then(([code]) => {
    throw new Error(`the server ended with ${code}`);
  });
  const message = once(child, 'message', answered);
  try {
    const [answer] = await Promise.race([message, ended]);
    return answer;
  } finally {
    answered.abort();
    await Promise.allSettled([message, ended]);
  }
}

function per(count: number, seconds: number): string {
  return Math.round(count / seconds).toLocaleString('en');
}

function share(sorted: readonly number[], part: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN).toFixed(1);
}

function mib(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
