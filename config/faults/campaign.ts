import { check, type Violation } from './checker.ts';
import { INJECT } from './inject.ts';
import type { Log, Stored } from './log.ts';
import { type FaultKind, type PlannedFault, planFaults, type WorldKind } from './plan.ts';
import { pause } from './program.ts';
import type { Random } from './random.ts';
import { revokeOn } from './revoke.ts';
import { readStored } from './stored.ts';
import { World } from './world.ts';

/** What one deployment went through, and what the checker says of it. */
export interface Campaign {
  readonly kind: WorldKind;
  readonly log: Log;
  readonly stored: Stored;
  readonly done: ReadonlyMap<FaultKind, number>;
  readonly skipped: ReadonlySet<FaultKind>;
  readonly violations: readonly Violation[];
  /** The last that the nodes' logs said. */
  readonly lines: readonly string[];
}

type Say = (text: string) => void;

const SETTLE_MS = 90_000;

/** Lets faults happen to a deployment for so many seconds, waits until all is well again, and has it checked. */
export async function runCampaign(kind: WorldKind, seconds: number, random: Random, say: Say): Promise<Campaign> {
  const world = new World(kind, random.fork('world'));
  const close = () => world.close();
  cleanups.add(close);
  try {
    await world.start();
    say(`${kind}: ${world.people.length} people write`);
    const { done, skipped } = await withPeople(world, seconds, random, say);
    say(`${kind}: faults are over, ${waiting(world)} sends wait for their answer`);
    await settled(world);
    const stored = await readStored(world.sql, world.seeded);
    const lines = world.nodes.flatMap((node) => node.lines.map((line) => `${node.name}: ${line}`));
    return { kind, log: world.log, stored, done, skipped, violations: check(world.log, stored), lines };
  } finally {
    await close();
    cleanups.delete(close);
  }
}

/** Of what runs now, for who has to end it in the middle. */
export const cleanups = new Set<() => Promise<void>>();

interface Done {
  readonly done: Map<FaultKind, number>;
  readonly skipped: Set<FaultKind>;
}

async function withPeople(world: World, seconds: number, random: Random, say: Say): Promise<Done> {
  const started = performance.now();
  const plan = planFaults(world.kind, seconds, random.fork('faults'));
  let isOver = false;
  const tell: Say = (text) => say(`${clock(started)} ${text} · ${counts(world)}`);
  for (const person of world.people) person.write();
  const revoking = revokeOn(world, random.fork('revocations'), () => isOver, tell);
  const done = await inject(world, plan, started, random.fork('injecting'), tell);
  await pause(Math.max(0, started + seconds * 1_000 - performance.now()));
  isOver = true;
  await revoking;
  for (const person of world.people) person.rest();
  return done;
}

async function inject(world: World, plan: PlannedFault[], started: number, random: Random, say: Say): Promise<Done> {
  const done = new Map<FaultKind, number>();
  const skipped = new Set<FaultKind>();
  for (const { kind, at, seconds } of plan) {
    await pause(Math.max(0, started + at * 1_000 - performance.now()));
    say(`${kind}, ${seconds} s …`);
    const what = await INJECT[kind](world, seconds * 1_000 + random.between(0, 500), random);
    if (what === null) skipped.add(kind);
    else done.set(kind, (done.get(kind) ?? 0) + 1);
    say(`${kind} is over: ${what ?? 'not possible on this machine'}`);
  }
  return { done, skipped };
}

const clock = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(1).padStart(6)} s`;

function counts({ log, people }: World): string {
  const acked = [...log.sends.values()].filter((send) => send.acked).length;
  const live = people.filter(({ connection }) => connection?.status === 'live').length;
  return `${acked} acknowledged, ${log.heard.length} heard, ${live} of ${people.length} live`;
}

const waiting = ({ people }: World): number => people.reduce((sum, person) => sum + person.waiting, 0);

/** Until everything that was sent is answered, everybody has read on to the end, and every promise is fulfilled. */
async function settled(world: World): Promise<void> {
  const last = performance.now() + SETTLE_MS;
  while (performance.now() < last) {
    if (waiting(world) === 0 && (await isRead(world)) && (await isDone(world))) return;
    await pause(500);
  }
}

async function isRead({ people, seeded, sql }: World): Promise<boolean> {
  const rows = await sql(
    `select r.id::text room, p.person_id::text person, r.head::int head from room r join participant p on p.room_id = r.id
     where r.id = any($1) and p.left_at is null`,
    [seeded.rooms],
  );
  return rows.every(({ room, person, head }) => {
    const cursor = people.find(({ id }) => id === person)?.cursors.get(room as string);
    return cursor === undefined || cursor >= Number(head);
  });
}

async function isDone({ log, seeded, sql }: World): Promise<boolean> {
  const promised = [...log.sends.values()].filter(({ acked, names }) => acked && names).length;
  const [row] = await sql(
    `select (select count(*) from outbox)::int waiting,
       (select count(*) from notifications where person_id = $1 and message_id is not null)::int notices`,
    [seeded.absent.id],
  );
  return row?.waiting === 0 && Number(row.notices) >= promised;
}
