import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Disk } from './disk.ts';
import { Lag, waitedForProcessor } from './lag.ts';
import { createLog, type Log } from './log.ts';
import { canFakeTime, NodeProcess, type NodeSettings } from './node-process.ts';
import { Person, uuid } from './person.ts';
import type { WorldKind } from './plan.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { eventually, freePort, pause } from './program.ts';
import type { Random } from './random.ts';
import { type Redis, startRedis } from './redis.ts';
import { type Seeded, type SeededPerson, type Sql, seedClass, signIn } from './seed.ts';
import { Wire } from './wire.ts';

const SCHOOL = 'faults';
const SECRET = 'the faults sign their own sessions';
/** A client that was away for longer than this comes back in its own time. */
const EAGER_MS = 12_000;

/** A deployment of real processes, the people in it, and their logs. */
export class World {
  readonly kind: WorldKind;
  readonly log: Log = createLog();
  readonly lag = new Lag();
  readonly random: Random;
  readonly folder: string;
  readonly nodes: NodeProcess[] = [];
  readonly people: Person[] = [];
  readonly disk: Disk;
  postgres: Postgres | undefined;
  redis: Redis | undefined;
  seeded: Seeded = undefined as never;
  officeToken = '';
  teacherToken = '';
  /** A conversation that the supervisor has open. */
  supervised = '';
  /** The process may end by itself now, and its supervisor starts it again. */
  mayEnd = false;
  readonly #disturbed = new Map<Wire, number>();
  readonly #homes = new Map<Wire, number>();
  #frozenUntil = 0;

  constructor(kind: WorldKind, random: Random) {
    this.kind = kind;
    this.random = random;
    this.folder = mkdtempSync(join(tmpdir(), 'homeroom-faults-'));
    // Started by root, a database runs as another account, which must be able to enter.
    chmodSync(this.folder, 0o755);
    this.disk = new Disk(join(this.folder, 'disk'));
  }

  async start(): Promise<void> {
    if (this.kind === 'one node') {
      this.disk.mount();
      await this.#addNode('a', {}, null);
    } else await this.#startTwo();
    this.seeded = await seedClass(this.sql, SCHOOL, this.random.fork('class'));
    this.officeToken = await this.signIn(this.seeded.office.id);
    this.teacherToken = await this.signIn(this.seeded.teacher.id);
    await this.#addPeople();
    await this.#beginConversation();
    await this.supervise();
  }

  /** Gives the supervisor the grant and opens the conversation, which they then follow. */
  async supervise(): Promise<void> {
    const { supervisor } = this.seeded;
    const grant = { personId: supervisor.id, grant: 'safeguarding', held: true };
    await this.ask(this.officeToken, '/trpc/people.grant', grant);
    const person = this.people.find(({ id }) => id === supervisor.id);
    if (!person) return;
    const opening = { roomId: this.supervised, reason: 'A parent is worried' };
    await this.ask(person.token, '/trpc/privateThreads.open', opening);
  }

  /** Two write to each other alone, under supervision. */
  async #beginConversation(): Promise<void> {
    const { teacher, students, rooms } = this.seeded;
    const [child, supervisor] = [students[0], this.people.at(-1)];
    const start = { roomId: rooms[0], personId: child?.id };
    const { data } = (await this.ask(this.teacherToken, '/trpc/privateThreads.start', start)) as HttpAnswer;
    this.supervised = (data as { roomId: string }).roomId;
    const first = { roomId: this.supervised, clientId: uuid(this.random), text: 'How are you?' };
    await this.ask(this.teacherToken, '/trpc/messages.send', first);
    supervisor?.follow(this.supervised);
    for (const person of this.people) if (person.id === teacher.id) person.addRoom(this.supervised);
  }

  /** Asks the database as its superuser, until it answers. */
  readonly sql: Sql = (text, values = []) =>
    eventually(async () => {
      const client = new pg.Client({ connectionString: this.#adminUrl(), connectionTimeoutMillis: 3_000 });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(text, [...values])).rows;
      } finally {
        await client.end().catch(() => undefined);
      }
    }, 60_000);

  signIn(person: string): Promise<string> {
    return signIn(this.sql, person, SECRET);
  }

  /** Carries out what a member of staff asks for by HTTP, on a node that answers, as often as it takes. */
  async ask(token: string, path: string, input: object): Promise<unknown> {
    for (;;) {
      const answer = await this.askOnce(token, path, 'POST', input).catch(() => null);
      if (answer && !/^(unavailable|failure|limited)$/.test(answer.fault ?? '')) return answer;
      await pause(200);
    }
  }

  async askOnce(token: string, path: string, method: 'GET' | 'POST', input: object): Promise<HttpAnswer> {
    const node = this.random.pick(this.nodes);
    const query = method === 'GET' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    const response = await fetch(`http://127.0.0.1:${node.port}${path}${query}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', origin: 'http://127.0.0.1' },
      ...(method === 'POST' && { body: JSON.stringify(input) }),
      signal: AbortSignal.timeout(4_000),
    });
    const body = (await response.json().catch(() => ({}))) as {
      result?: { data: unknown };
      error?: { fault?: string; data?: { error?: { fault: string; code: string } } };
    };
    // Accounts refuse without the frame of a call.
    const fault = body.error?.data?.error?.fault ?? body.error?.fault ?? (response.ok ? null : `${response.status}`);
    return { ok: response.ok, fault, data: body.result?.data };
  }

  /** Everything that reaches these people from now on may be late, until `settle` of the same. */
  disturb(wires: readonly Wire[]): void {
    for (const wire of wires) this.#disturbed.set(wire, Number.POSITIVE_INFINITY);
  }

  settle(wires: readonly Wire[]): void {
    for (const wire of wires) this.#disturbed.set(wire, performance.now() + 1_000);
  }

  async frozen(during: () => Promise<void>): Promise<void> {
    this.#frozenUntil = Number.POSITIVE_INFINITY;
    await during();
    this.#frozenUntil = performance.now() + 2_000;
  }

  /** Starts a node that was ended, and measures how soon its people are live again. */
  async restart(node: NodeProcess): Promise<void> {
    await node.start();
    const listened = node.listeningSince ?? performance.now();
    for (const person of this.people) if (this.nodeOf(person) === node) void this.#awaitReturn(person, node, listened);
  }

  nodeOf(person: Person): NodeProcess {
    return this.nodes[this.#homes.get(person.options.wire) ?? 0] as NodeProcess;
  }

  async close(): Promise<void> {
    this.lag.stop();
    for (const person of this.people) person.close();
    for (const node of this.nodes) {
      node.thaw();
      await node.stop();
    }
    this.#killEmbedded();
    await this.postgres?.stop();
    await this.redis?.stop();
    this.disk.unmount();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The process that answers for the embedded database, while one runs. */
  embeddedPid(): number | null {
    const file = join(this.dataDir(), 'postgres', 'postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : null;
  }

  dataDir(): string {
    return this.nodes[0]?.settings.dataDir ?? this.disk.folder;
  }

  async #startTwo(): Promise<void> {
    this.postgres = await startPostgres(this.folder);
    this.redis = await startRedis(this.folder);
    const shared = { databaseUrl: this.postgres.url, redisUrl: this.redis.url };
    await this.#addNode('a', shared, null);
    await this.#addNode('b', shared, canFakeTime ? join(this.folder, 'clock') : null);
  }

  async #addNode(name: string, shared: Partial<NodeSettings>, clock: string | null): Promise<void> {
    const dataDir = this.kind === 'one node' ? this.disk.folder : join(this.folder, 'data');
    mkdirSync(dataDir, { recursive: true });
    const settings = { school: SCHOOL, dataDir, ...shared, port: await freePort(), secret: SECRET };
    const node = new NodeProcess(name, settings, clock, (code) => this.#crashed(node, code));
    await node.start();
    this.nodes.push(node);
  }

  #crashed(node: NodeProcess, code: number | null): void {
    if (!(this.mayEnd && code === 1)) this.log.crashes.push({ at: performance.now(), node: node.name, code });
    void eventually(() => this.restart(node), 120_000).catch(() => undefined);
  }

  async #addPeople(): Promise<void> {
    const { students, teacher, supervisor, rooms } = this.seeded;
    for (const [place, student] of [...students, teacher].entries()) await this.#addPerson(student, place, rooms);
    await this.#addPerson(supervisor, 1, []);
  }

  async #addPerson({ id, name }: SeededPerson, place: number, rooms: readonly string[]): Promise<void> {
    const { absent } = this.seeded;
    const home = place % this.nodes.length;
    const wire = await new Wire(() => this.nodes[home]?.port ?? null).open();
    this.#homes.set(wire, home);
    const person = new Person({
      ...{ id, name, raw: place % 4 === 3, rooms, wire, log: this.log, names: absent },
      token: await this.signIn(id),
      random: this.random.fork(name),
      prompt: () => this.#isPrompt(wire),
    });
    this.people.push(person);
    person.open();
  }

  #isPrompt(wire: Wire): boolean {
    const now = performance.now();
    return now > (this.#disturbed.get(wire) ?? 0) && now > this.#frozenUntil && this.lag.since(now - 1_000) < 200;
  }

  /** Of those whose way is free and who were not away for so long that they try less often. */
  async #awaitReturn(person: Person, node: NodeProcess, listened: number): Promise<void> {
    const isDue = () =>
      !person.revoked && person.connection && this.#isFree(person) && node.listeningSince === listened;
    const { connection } = person;
    const away = listened - (person.awaySince ?? listened);
    if (!isDue() || away > EAGER_MS) return;
    const before = waitedForProcessor();
    while (connection?.status !== 'live' && isDue() && connection === person.connection) await pause(10);
    if (connection?.status !== 'live') return;
    const ms = performance.now() - listened;
    const busy = Math.max(this.lag.since(listened), waitedForProcessor() - before);
    this.log.returns.push({ person: person.options.name, node: node.name, ms, busy });
  }

  #isFree = ({ options: { wire } }: Person): boolean => performance.now() > (this.#disturbed.get(wire) ?? 0);

  #adminUrl(): string {
    if (this.postgres) return this.postgres.adminUrl;
    const keys = JSON.parse(readFileSync(join(this.dataDir(), 'postgres', 'homeroom.json'), 'utf8')) as {
      port: number;
      superuserPassword: string;
    };
    return `postgres://postgres:${keys.superuserPassword}@127.0.0.1:${keys.port}/homeroom`;
  }

  #killEmbedded(): void {
    const pid = this.kind === 'one node' ? this.embeddedPid() : null;
    if (pid) process.kill(pid, 'SIGQUIT');
  }
}

export interface HttpAnswer {
  readonly ok: boolean;
  readonly fault: string | null;
  readonly data: unknown;
}
