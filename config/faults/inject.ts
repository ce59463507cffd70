import { canFakeTime } from './node-process.ts';
import type { Person } from './person.ts';
import type { FaultKind } from './plan.ts';
import { eventually, pause } from './program.ts';
import type { Random } from './random.ts';
import type { Wire } from './wire.ts';
import type { World } from './world.ts';

/** Makes one thing go wrong and right again. Answers what was done, or null where this machine cannot do it. */
type Inject = (world: World, ms: number, random: Random) => Promise<string | null>;

export const INJECT: Readonly<Record<FaultKind, Inject>> = {
  'node killed': async (world, ms, random) => {
    const node = random.pick(world.nodes);
    await node.kill();
    await pause(ms);
    await world.restart(node);
    return `node ${node.name}`;
  },
  'node frozen': async (world, ms, random) => {
    const node = random.pick(world.nodes);
    await world.frozen(async () => {
      node.freeze();
      await pause(ms);
      node.thaw();
    });
    return `node ${node.name}`;
  },
  'sockets half open': async (world, ms, random) => {
    const direction = random.pick(['up', 'down'] as const);
    const people = some(world, random);
    await disturbing(world, people, async (wires) => {
      for (const wire of wires) wire.silence(direction);
      await pause(ms);
      for (const wire of wires) wire.silence(null);
    });
    return `${direction}: ${names(people)}`;
  },
  'slow readers': async (world, ms, random) => {
    const people = some(world, random);
    await disturbing(world, people, async (wires) => {
      for (const wire of wires) wire.slow(true);
      await pause(ms);
      for (const wire of wires) wire.slow(false);
    });
    return names(people);
  },
  'clients killed': async (world, ms, random) => {
    const people = some(world, random);
    await disturbing(world, people, async () => {
      await Promise.all(
        people.map(async (person) => {
          await Promise.race([person.options.wire.cutAfterSend(), pause(2_000)]);
          person.kill();
        }),
      );
      await pause(ms);
      for (const person of people) person.open();
    });
    return names(people);
  },
  'embedded database killed': async (world, ms) => {
    const pid = world.embeddedPid();
    if (!pid) return null;
    process.kill(pid, 'SIGKILL');
    await pause(ms);
    return withSupervisor(world, 'the embedded database was not started again');
  },
  'disk full': async (world, ms) => {
    if (!world.disk.isSmall) return null;
    world.mayEnd = true;
    await world.disk.fill();
    await pause(ms);
    await demandNotReady(world);
    world.disk.free();
    return withSupervisor(world, 'sends did not work again after the disk was emptied');
  },
  'database restarted': async (world) => {
    await world.postgres?.restart('SIGQUIT');
    return 'immediate';
  },
  'everything killed': async (world, ms) => {
    await Promise.all([...world.nodes.map((node) => node.kill()), world.redis?.kill(), world.postgres?.kill()]);
    await pause(ms);
    await Promise.all([world.redis?.start(), world.postgres?.start()]);
    await Promise.all(world.nodes.map((node) => world.restart(node)));
    return 'nodes, Redis, PostgreSQL';
  },
  'Redis killed': async ({ redis }, ms) => {
    await redis?.kill();
    await pause(ms);
    await redis?.start();
    return 'and all it knew';
  },
  'Redis frozen': async ({ redis }, ms) => {
    redis?.freeze();
    await pause(ms);
    redis?.thaw();
    return '';
  },
  'Redis unreachable': async ({ redis }, ms, random) => {
    const direction = random.pick(['up', 'down', null] as const);
    if (direction) redis?.wire.silence(direction);
    else redis?.wire.down(true);
    await pause(ms);
    redis?.wire.silence(null);
    redis?.wire.down(false);
    return direction ? `silent ${direction}` : 'refused';
  },
  'clock jumped': async ({ nodes }, ms, random) => {
    if (!canFakeTime) return null;
    const seconds = random.pick([-7_200, -90, 90, 7_200]);
    const node = nodes.at(-1);
    node?.jump(seconds);
    await pause(ms);
    node?.jump(0);
    return `node ${node?.name} by ${seconds} s`;
  },
};

const some = ({ people }: World, random: Random): Person[] =>
  random.shuffle(people.filter(({ revoked }) => !revoked)).slice(0, random.between(1, 4));

const names = (people: readonly Person[]): string => people.map(({ options }) => options.name).join(', ');

async function disturbing(
  world: World,
  people: readonly Person[],
  during: (wires: readonly Wire[]) => Promise<void>,
): Promise<void> {
  const wires = people.map(({ options }) => options.wire);
  world.disturb(wires);
  await during(wires);
  world.settle(wires);
}

/** Waits until somebody's send works again; a process that ended is started by whoever supervises it. */
async function withSupervisor(world: World, complaint: string): Promise<string> {
  const [node] = world.nodes;
  world.mayEnd = true;
  try {
    await eventually(() => demandReady(world), 20_000);
  } catch {
    world.log.failures.push({ at: performance.now(), person: 'operator', what: complaint });
    await node?.kill();
    if (node) await world.restart(node);
  }
  world.mayEnd = false;
  return '';
}

async function demandReady({ nodes }: World): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${nodes[0]?.port}/readyz`, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error('not ready');
}

async function demandNotReady(world: World): Promise<void> {
  const isReady = await demandReady(world).then(
    () => true,
    () => false,
  );
  if (isReady)
    world.log.failures.push({ at: performance.now(), person: 'operator', what: '/readyz says ready with a full disk' });
}
