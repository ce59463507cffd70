import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { router } from '../api/procedures.ts';
import { useStage } from '../testing/stage.ts';
import { until } from '../testing/until.ts';
import { passing, pluginContract } from './contract.ts';
import { definePlugin, type Gathering } from './define-plugin.ts';

const contract = pluginContract({
  id: 'collector',
  summary: 'Gathers what a test hands in.',
  settings: z.strictObject({}),
  errors: { no: { fault: 'forbidden', message: 'Not this.' } },
  events: { collected: passing(z.object({ items: z.array(z.string()) })) },
});
const Item = z.strictObject({ roomId: z.uuid(), item: z.string() });
const runs: string[][] = [];
let before = 0;

type Handed = z.output<typeof Item>;
/** Its time never comes in a test: what waits is done when the engine is asked to settle. */
const collecting: Gathering<typeof contract, Handed> = {
  name: 'collecting',
  everyMs: 3_600_000,
  async run(handed, ctx) {
    const items = handed.map(({ item }) => item);
    runs.push(items);
    if (items.includes('bad')) throw new Error('that one cannot be done');
    ctx.publish('collected', handed[0]?.roomId ?? '', { items });
  },
};
const soon: Gathering<typeof contract, Handed> = { ...collecting, name: 'soon', everyMs: 10 };
const collector = definePlugin(contract, {
  router: ({ inRoom }) =>
    router({
      hand: inRoom.input(Item).mutation(({ input, ctx }) => {
        ctx.gather(input.item === 'soon' ? soon : collecting, input);
        if (input.item === 'refused') ctx.refuse('no');
        return {};
      }),
    }),
});

const stage = useStage({ plugins: [collector] });
const hand = (item: string) =>
  stage()
    .engine.ask(stage().ana, 'collector.hand', { roomId: stage().room.id, item })
    .then(({ error }) => error);
const told = () =>
  stage()
    .engine.news.slice(before)
    .flatMap((news) => (news.kind === 'passing' && news.frame.event === 'collector.collected' ? [news.frame] : []));

beforeEach(() => {
  runs.length = 0;
  before = stage().engine.news.length;
});

test('what several hand in within a moment is done once, in the name of the plugin', async () => {
  await Promise.all(['one', 'two', 'three'].map(hand));
  await stage().engine.settled();
  expect(runs.map((items) => [...items].sort())).toEqual([['one', 'three', 'two']]);
  expect(told()).toMatchObject([{ by: { plugin: 'collector' }, room: stage().room.id }]);
});

test('what was handed in is done by itself when its time has come', async () => {
  await hand('soon');
  await until(() => runs.length > 0);
  expect(runs).toEqual([['soon']]);
});

test('what was handed in by something refused is never done', async () => {
  expect((await hand('refused'))?.data.error.code).toBe('collector.no');
  await hand('kept');
  await stage().engine.settled();
  expect(runs).toEqual([['kept']]);
});

test('a run that fails is logged by the name of its plugin, and the next one goes on', async () => {
  await hand('bad');
  await stage().engine.settled();
  await hand('good');
  await stage().engine.settled();
  expect(runs).toEqual([['bad'], ['good']]);
  expect(stage().engine.logged.at(-1)).toMatchObject({ plugin: 'collector', gathering: 'collecting' });
});

test('what waits when its plugin is switched off is dropped', async () => {
  const { engine } = stage();
  await hand('late');
  await engine.usePlugins('oakwood', {});
  await engine.settled();
  expect(runs).toEqual([]);
  await engine.usePlugins('oakwood', { collector: true });
});
