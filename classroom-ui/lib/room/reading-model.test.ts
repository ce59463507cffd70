import './testing/svelte-modules-trial.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useStage } from '../../../engine/testing/stage.ts';
import type { TestPerson } from '../../../engine/testing/start-test-engine.ts';
import { until } from '../../../engine/testing/until.ts';
import type { Screen } from './testing/reader-trial.ts';

const { Screen: NewScreen } = await import('./testing/reader-trial.ts');

const LONG = process.env.LONG === '1';
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);
const RUNS = LONG ? 1_000 : 60;
/** Each in a room of its own, beside one another. */
const AT_ONCE = 4;
const stage = useStage({ schools: { oakwood: {} } });

/** What others do: messages, lines about who left and joined, replies; and the reader's own messages. */
const happening = (most: number) =>
  fc.record({
    what: fc.constantFrom('talk' as const, 'talk' as const, 'wall' as const, 'reply' as const, 'own' as const),
    count: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: most })),
    which: fc.nat(4),
  });
type Happening = typeof happening extends (most: number) => fc.Arbitrary<infer T> ? T : never;
const ACTS = {
  ...{ open: 20, leave: 5, scroll: 40, toLatest: 10, toUnread: 15, thread: 20, close: 10, earlier: 5, markAllRead: 1 },
  ...{ hide: 5, show: 10, cut: 5, reconnect: 10, hear: 20, others: 25, delete: 5 },
} as const;
const step = fc.record({
  act: fc.oneof(
    ...Object.entries(ACTS).map(([act, weight]) => ({
      weight,
      arbitrary: fc.constant(act as keyof typeof ACTS),
    })),
  ),
  device: fc.nat(1),
  by: fc.integer({ min: -12, max: 30 }),
  others: happening(30),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const script = fc.record({
  before: fc.oneof(
    { weight: 15, arbitrary: fc.array(happening(40), { maxLength: 5 }) },
    { weight: 5, arbitrary: fc.array(happening(160), { minLength: 1, maxLength: 4 }) },
    { weight: LONG ? 10 : 1, arbitrary: fc.array(happening(500), { minLength: 1, maxLength: 2 }) },
  ),
  steps: fc.array(step, { minLength: 6, maxLength: LONG ? 24 : 16 }),
});

interface Said {
  readonly id: string;
  readonly seq: number;
  readonly author: TestPerson;
  readonly root: string | null;
  isDeleted: boolean;
  /** Visible on a screen of the reader, or read by their word. */
  isSeen: boolean;
}

/** A room, what was said in it, and the two screens of its reader. */
class Scene {
  readonly said: Said[] = [];
  readonly roomId: string;
  readonly screens: readonly Screen[];

  constructor(roomId: string) {
    const { engine, ana } = stage();
    this.roomId = roomId;
    const onvisible = (seqs: readonly number[], root: string | null) => this.see(seqs, root);
    this.screens = [false, true].map(
      (isSmall) => new NewScreen({ engine, person: ana, roomId, rows: 8, isSmall, onvisible }),
    );
  }

  see(seqs: readonly number[], root: string | null): void {
    const visible = new Set(seqs);
    for (const one of this.said) if (one.root === root && visible.has(one.seq)) one.isSeen = true;
  }

  readonly roots = () => this.said.filter(({ root, isDeleted }) => root === null && !isDeleted);
  /** Live messages of others which the reader cannot have read. */
  unseen(root: string | null): Said[] {
    const { ana } = stage();
    return this.said.filter((one) => one.root === root && one.author !== ana && !one.isDeleted && !one.isSeen);
  }
  readonly threads = () => [...new Set(this.said.flatMap(({ root }) => root ?? []))];
}

async function happen(scene: Scene, { what, count, which }: Happening): Promise<void> {
  const { engine, ana, ben, chidi, dora, send } = stage();
  const room = { id: scene.roomId };
  if (what === 'wall') {
    for (let at = 0; at < Math.min(count, 100); at += 2) {
      await engine.as(dora).participants.leave({ roomId: room.id });
      await engine.as(dora).rooms.join({ roomId: room.id });
    }
    return;
  }
  const root = what === 'reply' ? scene.roots()[which]?.id : undefined;
  if (what === 'reply' && !root) return;
  const authors = what === 'own' ? [ana] : [ben, chidi];
  const sent = Array.from({ length: count }, async (_, at) => {
    const author = authors[at % authors.length] as TestPerson;
    const { id, seq } = await send(room, author, 'hi', root ? { threadRoot: root } : {});
    return { id, seq, author, root: root ?? null, isDeleted: false, isSeen: false };
  });
  scene.said.push(...(await Promise.all(sent)).sort((one, other) => one.seq - other.seq));
}

async function take(scene: Scene, { act, device, by, others }: Step): Promise<void> {
  const screen = scene.screens[device] as Screen;
  const { connection } = screen;
  if (act === 'others') return happen(scene, others);
  if (act === 'delete') return remove(scene, Math.abs(by) * 7);
  if (act === 'hide' || act === 'show') screen.isInFront = act === 'show';
  else if (act === 'cut') connection.isCut = true;
  else if (act === 'reconnect' && connection.isCut) connection.reconnect(by % 2 === 0, Math.abs(by) % 4);
  if (connection.isCut) return;
  connection.hear();
  if (act === 'open') await screen.open();
  else if (act === 'leave') screen.leave();
  else if (act === 'scroll') await screen.scroll(by);
  else if (act === 'toLatest' || act === 'toUnread') await screen[act]();
  else if (act === 'close') screen.closeThread();
  else if (act === 'earlier') await screen.earlierReplies();
  else if (act === 'thread') await openThread(scene, screen, Math.abs(by));
  else if (act === 'markAllRead' && screen.room) {
    const head = screen.room.timeline.state?.head ?? 0;
    for (const one of scene.said) if (one.root === null && one.seq <= head) one.isSeen = true;
    screen.markAllRead();
  }
}

async function remove(scene: Scene, which: number): Promise<void> {
  const live = scene.said.filter(({ isDeleted }) => !isDeleted);
  const one = live[which % Math.max(1, live.length)];
  if (!one) return;
  await stage().engine.as(one.author).messages.delete({ roomId: scene.roomId, messageId: one.id });
  one.isDeleted = true;
}

async function openThread(scene: Scene, screen: Screen, which: number): Promise<void> {
  const roots = scene.threads();
  const root = roots[which % Math.max(1, roots.length)];
  if (root) await screen.openThread(root);
}

/** How far the server says the reader has read. */
async function cursorOf({ roomId }: Scene, rootId: string | null): Promise<{ seen: number; unread: number }> {
  const { engine, ana } = stage();
  if (rootId === null) return engine.as(ana).rooms.details({ roomId });
  return (await engine.as(ana).messages.thread({ roomId, rootId, limit: 1 })).root.thread ?? { seen: 0, unread: 0 };
}

/** Nothing is passed that was not visible: by what is stored, and by what a screen says is the next unread message. */
async function expectHonest(scene: Scene): Promise<void> {
  for (const screen of scene.screens) await screen.connection.settled();
  for (const root of [null, ...scene.threads()]) {
    const first = scene.unseen(root)[0]?.seq ?? Number.POSITIVE_INFINITY;
    expect((await cursorOf(scene, root)).seen).toBeLessThan(first);
    for (const { room, thread, threadRoot } of scene.screens) {
      const place = root === null ? room : threadRoot === root ? thread : undefined;
      const hasHeard = (room?.timeline.state?.head ?? 0) >= first;
      if (place && hasHeard) expect(place.reading.nextUnread ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(first);
    }
  }
}

/** Whoever looks at everything has read everything, and their other screen comes to know it. */
async function readEverything(scene: Scene): Promise<void> {
  const [screen, other] = scene.screens as [Screen, Screen];
  for (const { connection } of scene.screens) {
    if (connection.isCut) connection.reconnect(false);
    await connection.settled();
  }
  screen.isInFront = true;
  await screen.open();
  await readAll(screen);
  for (const root of scene.threads()) {
    await screen.openThread(root);
    await readAll(screen);
    screen.closeThread();
  }
  screen.leave();
  await screen.connection.settled();
  for (const root of [null, ...scene.threads()]) expect((await cursorOf(scene, root)).unread).toBe(0);
  other.connection.hear();
  await other.connection.settled();
  other.isInFront = true;
  if (other.thread) await readAll(other);
  other.closeThread();
  await readAll(other);
  other.leave();
}

/** Goes to what is unread in the room, or in the thread that is open, until nothing is. */
async function readAll(screen: Screen): Promise<void> {
  const next = () => (screen.thread ?? screen.room)?.reading.nextUnread;
  const fetch = () => (screen.thread ? screen.earlierReplies() : screen.toUnread());
  screen.connection.hear();
  screen.look();
  for (let turn = 0; next() != null && turn < 1_000; turn++) {
    const before = next();
    await screen.scroll(4);
    screen.look();
    if (next() === before) await fetch();
    screen.look();
  }
  expect(next() ?? null).toBeNull();
}

async function play({ before, steps }: { before: readonly Happening[]; steps: readonly Step[] }): Promise<void> {
  const { id } = await stage().freshRoom();
  const scene = new Scene(id);
  for (const one of before) await happen(scene, one);
  for (const one of steps) {
    await take(scene, one);
    for (const screen of scene.screens) screen.look();
    await expectHonest(scene);
  }
  await readEverything(scene);
}

test('a thread stays open, and tells what is unread in it, when its room is read anew after a long absence', async () => {
  const { id } = await stage().freshRoom();
  const scene = new Scene(id);
  const [screen] = scene.screens as [Screen];
  await happen(scene, { what: 'talk', count: 1, which: 0 });
  await happen(scene, { what: 'reply', count: 2, which: 0 });
  await screen.open();
  await screen.openThread(scene.threads()[0] ?? '');
  screen.look();
  screen.connection.isCut = true;
  await happen(scene, { what: 'reply', count: 3, which: 0 });
  screen.connection.reconnect(true);
  await until(() => screen.thread?.reading.nextUnread === scene.said.at(-3)?.seq);
  expect(screen.thread?.replies).toHaveLength(5);
  screen.leave();
});

test('what comes while a room is read anew after a long absence is not read before what was missed', async () => {
  const { id } = await stage().freshRoom();
  const scene = new Scene(id);
  const [screen] = scene.screens as [Screen];
  await happen(scene, { what: 'talk', count: 1, which: 0 });
  await screen.open();
  screen.look();
  screen.connection.isCut = true;
  await happen(scene, { what: 'talk', count: 13, which: 0 });
  screen.connection.reconnect(true, 1);
  screen.look();
  await expectHonest(scene);
  await until(() => screen.room?.timeline.state?.messages.at(-1)?.seq === scene.said.at(-1)?.seq);
  screen.look();
  await expectHonest(scene);
  screen.leave();
});

test('a room that could not be read anew after a long absence is read once the connection is back', async () => {
  const { id } = await stage().freshRoom();
  const scene = new Scene(id);
  const [screen] = scene.screens as [Screen];
  await happen(scene, { what: 'talk', count: 1, which: 0 });
  await screen.open();
  const messages = () => screen.room?.timeline.state?.messages.filter(({ kind }) => kind === 'text');
  screen.connection.isCut = true;
  await happen(scene, { what: 'talk', count: 3, which: 0 });
  screen.connection.reconnect(true, 1);
  screen.connection.isCut = true;
  await until(() => screen.room?.timeline.problem !== null);
  expect(messages()).toHaveLength(1);
  screen.connection.reconnect(false);
  await until(() => messages()?.length === 4);
  screen.leave();
});

// fast-check prints the seed and the shortest script that goes wrong.
test(
  `${RUNS} random readings: what is read was visible, and what was visible is read`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(script, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (scripts) => {
        await Promise.all(scripts.map(play));
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / AT_ONCE), endOnFailure: true },
    );
  },
  LONG ? 3_600_000 : 120_000,
);
