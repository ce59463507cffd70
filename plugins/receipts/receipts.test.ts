import { beforeEach, describe, expect, test } from 'vitest';
import { inUnitOfWork } from '../../engine/commands/unit-of-work.ts';
import { pluginContext } from '../../engine/plugin-host/contexts.ts';
import type { PluginContext } from '../../engine/plugin-host/define-plugin.ts';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import type { RoomView } from '../../engine/views.ts';
import type { receipts } from './contract.ts';
import { moves } from './moves.ts';
import { privacy } from './privacy.ts';
import plugin from './server.ts';

const stage = useStage();
let room: RoomView;
/** News up to here is of no interest any more. */
let before = 0;

beforeEach(async () => {
  const { engine, freshRoom, ana, ben } = stage();
  await engine.usePlugins('oakwood', { receipts: true });
  for (const who of [ana, ben]) await engine.as(who).receipts.choose({ hidden: false });
  room = await freshRoom();
  await engine.settled();
  before = engine.news.length;
});

const api = (who: TestPerson) => stage().engine.as(who);
const head = async () => (await api(stage().rivera).rooms.details({ roomId: room.id })).head;
const read = async (who: TestPerson, seq: number) => api(who).rooms.see({ roomId: room.id, seq });
const deliver = (who: TestPerson, seq: number, roomId = room.id) =>
  api(who).receipts.deliver({ heads: { [roomId]: seq } });
const cursors = (who: TestPerson, rootId?: string) =>
  api(who).receipts.cursors({ roomId: room.id, ...(rootId && { rootId }) });
const cursorOf = async (reader: TestPerson, of: TestPerson, rootId?: string) =>
  (await cursors(reader, rootId)).named?.find(({ person }) => person === of.id);

const forgetNews = () => {
  before = stage().engine.news.length;
};

/** Runs something as the plugin does on its own account. */
const asPlugin = <T>(act: (ctx: PluginContext<typeof receipts>) => Promise<T>): Promise<T> => {
  const { engine } = stage();
  const asked = { school: engine.school('oakwood'), person: null, plugin: 'receipts' };
  return inUnitOfWork(engine.engine, asked, (work) => act(pluginContext(work, plugin)));
};

interface Told {
  readonly to: string | undefined;
  readonly payload: unknown;
}
/** What was told since, once everything that gathers is done. */
async function told(event: string): Promise<Told[]> {
  await stage().engine.settled();
  return stage()
    .engine.news.slice(before)
    .flatMap((news) =>
      news.kind === 'passing' && news.frame.event === `receipts.${event}`
        ? [{ to: news.person ?? news.room, payload: news.frame.payload }]
        : [],
    );
}

describe('a message', () => {
  test('is delivered when the device of another says so, and seen when they have read it', async () => {
    const { ana, ben, send } = stage();
    const { seq } = await send(room, ana, 'Who has the lamp?');
    expect(await cursorOf(ana, ben)).toMatchObject({ person: ben.id });
    expect((await cursorOf(ana, ben))?.delivered).toBeLessThan(seq);
    await deliver(ben, seq);
    expect(await told('moved')).toMatchObject([
      { to: ana.id, payload: { roomId: room.id, rootId: null, cursors: [{ person: ben.id, delivered: seq }] } },
    ]);
    expect(await cursorOf(ana, ben)).toMatchObject({ delivered: seq });
    expect((await cursorOf(ana, ben))?.seen).toBeLessThan(seq);
    await read(ben, seq);
    expect((await told('moved')).at(-1)).toMatchObject({ to: ana.id, payload: { cursors: [{ seen: seq }] } });
    expect(await cursorOf(ana, ben)).toMatchObject({ seen: seq, delivered: seq });
  });

  test('in a thread is seen when the thread is read, not when the room is', async () => {
    const { ana, ben, chidi, send } = stage();
    const root = await send(room, chidi, 'Page 12');
    const { seq } = await send(room, ana, 'What is ATP?', { threadRoot: root.id });
    await read(ben, seq);
    await stage().engine.settled();
    expect(await cursorOf(ana, ben, root.id)).toMatchObject({ seen: 0, delivered: seq });
    forgetNews();
    await api(ben).messages.seeThread({ roomId: room.id, rootId: root.id, seq });
    expect(await told('moved')).toMatchObject([
      { to: ana.id, payload: { rootId: root.id, cursors: [{ person: ben.id, seen: seq }] } },
    ]);
    expect(await told('moved')).toHaveLength(1);
    expect(await cursorOf(ana, ben, root.id)).toMatchObject({ seen: seq });
  });

  test('is told of to its author only: others learn nothing of who read it', async () => {
    const { ana, ben, chidi, send } = stage();
    await send(room, chidi, 'old news');
    await read(ben, await head());
    await stage().engine.settled();
    forgetNews();
    const { seq } = await send(room, ana, 'news');
    await read(ben, seq);
    expect((await told('moved')).map(({ to }) => to)).toEqual([ana.id]);
  });
});

describe('cursors', () => {
  test('are gathered: what many do in a quarter of a second is one event for an author', async () => {
    const { ana, ben, chidi, dora, send } = stage();
    const { seq } = await send(room, ana, 'All of you, read this');
    const people = [ben, chidi, dora].map(({ id }) => id);
    const reports = people.flatMap((person) => [seq - 1, seq].map((to) => ({ person, heads: { [room.id]: to } })));
    await asPlugin((ctx) => moves.run(reports, ctx));
    const events = (await told('moved')) as [Told];
    expect(moves.everyMs).toBe(250);
    expect(events.map(({ to }) => to)).toEqual([ana.id]);
    const { cursors } = events[0].payload as { cursors: { person: string; delivered: number }[] };
    expect(cursors.map(({ person, delivered }) => [person, delivered]).sort()).toEqual(
      people.map((person) => [person, seq]).sort(),
    );
  });

  test('never go back, never beyond the head, and not into rooms that one is not in', async () => {
    const { ana, ben, stone, engine, send } = stage();
    const { seq } = await send(room, ana, 'hi');
    await deliver(ben, 1_000_000);
    await deliver(stone, seq);
    await engine.settled();
    expect(await cursorOf(ana, ben)).toMatchObject({ delivered: await head() });
    await deliver(ben, 1);
    await read(ben, 1);
    await engine.settled();
    expect(await cursorOf(ana, ben)).toMatchObject({ delivered: await head() });
    expect(await engine.rows('select 1 from receipts_delivered where person_id = $1', [stone.id])).toEqual([]);
    await read(ben, 1_000_000);
    expect(await cursorOf(ana, ben)).toMatchObject({ seen: await head() });
    expect((await api(ben).rooms.details({ roomId: room.id })).unread).toBe(0);
  });

  test('say nothing of what was said before one came, whatever the room shows of it', async () => {
    const { ana, dora, send, freshRoom } = stage();
    for (const history of ['all', 'from-join'] as const) {
      room = await freshRoom({ history, everyone: false });
      await api(ana).rooms.join({ roomId: room.id });
      const { seq } = await send(room, ana, 'before');
      await api(dora).rooms.join({ roomId: room.id });
      expect((await cursorOf(ana, dora))?.from).toBeGreaterThanOrEqual(seq);
      forgetNews();
      await deliver(dora, await head());
      await read(dora, await head());
      expect(await told('moved')).toEqual([]);
      const { seq: next } = await send(room, ana, 'after');
      expect((await cursorOf(ana, dora))?.from).toBeLessThan(next);
    }
  });

  test('of those who left are told to nobody, and nothing is told to them', async () => {
    const { ana, ben, chidi, send, engine } = stage();
    const { seq } = await send(room, ana, 'hi');
    await read(ben, seq);
    await api(ben).participants.leave({ roomId: room.id });
    expect(await cursorOf(ana, ben)).toBeUndefined();
    await engine.settled();
    await api(ana).participants.leave({ roomId: room.id });
    forgetNews();
    await read(chidi, seq);
    await deliver(ben, seq);
    expect(await told('moved')).toEqual([]);
    expect(await refusalOf(cursors(ana))).toBe('missing');
  });

  test('of guardians who watch are not shown, and they are shown nobody’s', async () => {
    const { ana, ben, lopez, send } = stage();
    const { seq } = await send(room, ana, 'hi');
    await read(lopez, seq);
    await deliver(lopez, seq);
    await read(ben, seq);
    expect((await told('moved')).flatMap(({ payload }) => (payload as { cursors: object[] }).cursors)).toMatchObject([
      { person: ben.id },
    ]);
    expect(await cursorOf(ana, lopez)).toBeUndefined();
    expect(await cursors(lopez)).toEqual({ takesPart: false, named: [], counted: null });
  });
});

describe('a room of more people than the school names', () => {
  test('tells how many, and nobody’s name; its authors are told to ask again', async () => {
    const { engine, ana, ben, send } = stage();
    await engine.usePlugins('oakwood', { receipts: { namesUpTo: 3 } });
    const { seq } = await send(room, ana, 'Good morning, school');
    await read(ben, seq);
    const { named, counted } = await cursors(ana);
    expect(named).toBeNull();
    expect(counted?.seen.filter((seen) => seen >= seq)).toHaveLength(1);
    expect(JSON.stringify(counted)).not.toContain(ben.id);
    expect(await told('moved')).toEqual([{ to: ana.id, payload: { roomId: room.id, rootId: null, cursors: [] } }]);
  });
});

describe('a person who hides how far they read', () => {
  test('is seen by nobody, sees nobody, and is told nothing', async () => {
    const { ana, ben, chidi, send, engine } = stage();
    const { seq } = await send(room, ana, 'hi');
    await deliver(ben, seq);
    await engine.settled();
    await api(ben).receipts.choose({ hidden: true });
    expect(await told('chosen')).toEqual([{ to: ben.id, payload: { hidden: true } }]);
    const stale = engine.news
      .slice(before)
      .filter((news) => news.kind === 'passing' && news.frame.event === 'receipts.stale');
    expect(JSON.stringify(stale)).toContain(room.id);
    expect(JSON.stringify(stale)).not.toContain(ben.id);
    forgetNews();
    expect(await cursorOf(ana, ben)).toBeUndefined();
    expect(await cursors(ben)).toEqual({ takesPart: false, named: [], counted: null });
    const { seq: own } = await send(room, ben, 'from behind the curtain');
    await read(ben, seq);
    await deliver(ben, seq);
    await read(chidi, own);
    expect((await told('moved')).map(({ to }) => to)).toEqual([ana.id]);
    expect(await engine.rows('select 1 from receipts_delivered where person_id = $1', [ben.id])).toEqual([]);
  });

  test('is shown again when they choose so; choosing twice tells nobody twice', async () => {
    const { ana, ben } = stage();
    await api(ben).receipts.choose({ hidden: true });
    await api(ben).receipts.choose({ hidden: true });
    expect(await told('chosen')).toHaveLength(1);
    expect(await api(ben).receipts.choice()).toEqual({ hidden: true });
    forgetNews();
    await api(ben).receipts.choose({ hidden: false });
    expect(await cursorOf(ana, ben)).toBeDefined();
    expect(await told('stale')).not.toEqual([]);
  });

  test('has no choice where the school leaves none, and what they chose before does not count', async () => {
    const { ana, ben, engine } = stage();
    await api(ben).receipts.choose({ hidden: true });
    await engine.usePlugins('oakwood', { receipts: { personalChoice: false } });
    expect(await refusalOf(api(ben).receipts.choose({ hidden: true }))).toBe('receipts.not-offered');
    expect(await api(ben).receipts.choice()).toEqual({ hidden: false });
    expect(await cursorOf(ana, ben)).toBeDefined();
    await engine.usePlugins('oakwood', { receipts: true });
    expect(await cursorOf(ana, ben)).toBeUndefined();
  });
});

test('one person’s part goes out, goes away, and goes with the time', async () => {
  const { engine, ana, ben, chidi, send } = stage();
  const { seq } = await send(room, ana, 'hi');
  for (const who of [ben, chidi]) await deliver(who, seq);
  await engine.settled();
  const rowsOf = (who: TestPerson) =>
    asPlugin(async (ctx) => {
      const rows: object[] = [];
      for await (const row of privacy.export(who as never, ctx)) rows.push(row);
      return rows;
    });
  expect(await rowsOf(ben)).toMatchObject([{ room_id: room.id }]);
  await asPlugin((ctx) => privacy.erase(ben as never, ctx));
  expect(await rowsOf(ben)).toEqual([]);
  expect(await asPlugin((ctx) => privacy.retain(new Date(), ctx))).toBeGreaterThan(0);
  expect(await rowsOf(chidi)).toEqual([]);
});
