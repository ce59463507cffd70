import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readEvents } from '../events/replay.ts';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestEngine, type TestEngine } from '../testing/start-test-engine.ts';

// A plugin that puts a sticker on a message: what the message shows of it is there from the first.
const contract = pluginContract({
  id: 'stickers',
  summary: 'For this test.',
  settings: z.strictObject({}),
  message: { accepts: z.string(), shows: z.object({ sticker: z.string() }), standsAlone: true },
});
const stuck = new Map<string, { sticker: string }>();
const stickers = definePlugin(contract, {
  within: {
    'message.send': ({ id }, sticker) => {
      stuck.set(id, { sticker });
      return { sticker };
    },
  },
  show: async (messages) => new Map([...stuck].filter(([id]) => messages.some((message) => message.id === id))),
});

let engine: TestEngine;
let cast: Cast;
beforeAll(async () => {
  engine = await startTestEngine({ plugins: [stickers] });
  cast = await startCast(engine);
});
afterAll(() => engine?.stop());

const shownIn = (event: unknown): unknown =>
  (event as { payload: { message: { shows?: unknown } } }).payload.message.shows;
const lastOf = async (roomId: string, seq: number) =>
  (await readEvents(engine.database, engine.school('oakwood'), roomId, seq - 1, seq))?.[0];

test('what a plugin shows on a message comes in the event that tells of it, in the answer and on the page alike', async () => {
  const { send, room, ana, ben } = cast;
  const sent = await send(room, ana, 'look', { with: { stickers: 'owl' } });
  const shows = { stickers: { sticker: 'owl' } };
  expect(sent.shows).toEqual(shows);
  expect(shownIn(engine.heard(room.id).at(-1))).toEqual(shows);
  const { messages } = await engine.as(ben).messages.page({ roomId: room.id });
  expect(messages.at(-1)?.shows).toEqual(shows);
});

test('a message that carries nothing shows nothing, and says nothing of it', async () => {
  const { send, room, ana } = cast;
  await send(room, ana, 'plain');
  expect(shownIn(engine.heard(room.id).at(-1))).toBeUndefined();
});

test('a replay does not say what a plugin shows that is off by then', async () => {
  const { send, room, ana } = cast;
  const { seq } = await send(room, ana, 'look again', { with: { stickers: 'fox' } });
  await engine.usePlugins('oakwood', {});
  expect(shownIn(await lastOf(room.id, seq))).toEqual({});
  await engine.usePlugins('oakwood', { stickers: true });
  expect(shownIn(await lastOf(room.id, seq))).toEqual({ stickers: { sticker: 'fox' } });
});

test('deleting the message takes it out of the log', async () => {
  const { send, room, ana } = cast;
  const { id, seq } = await send(room, ana, 'look away', { with: { stickers: 'bat' } });
  await engine.as(ana).messages.delete({ roomId: room.id, messageId: id });
  expect(shownIn(await lastOf(room.id, seq))).toBeUndefined();
  const kept = await engine.rows('select 1 from room_event where payload::text like $1', ['%"bat"%']);
  expect(kept).toEqual([]);
});
