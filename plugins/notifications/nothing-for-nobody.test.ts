import { beforeAll, expect, test } from 'vitest';
import { useStage } from '../../engine/testing/stage.ts';
import type { RoomView } from '../../engine/views.ts';

const stage = useStage({ schools: { oakwood: { notifications: true } } });
let talk: RoomView;
let board: RoomView;

beforeAll(async () => {
  talk = await stage().freshRoom();
  board = await stage().freshRoom({ posting: 'announcement' });
});

/** How many jobs an act promised, of those that follow events. */
async function promisedBy(act: () => Promise<unknown>): Promise<number> {
  const { engine, head } = stage();
  const done = async () => {
    await engine.settled();
    const { kinds } = await engine.as(head).jobs.overview();
    return kinds.find(({ kind }) => kind === 'after')?.completed ?? 0;
  };
  const before = await done();
  await act();
  return (await done()) - before;
}

test('a message that can concern nobody promises no work, and one that can promises one job', async () => {
  const { ana, ben, rivera, send } = stage();
  const mine = await send(talk, ana, 'What is ATP?');
  expect(await promisedBy(() => send(talk, ben, 'plain talk'))).toBe(0);
  expect(await promisedBy(() => send(talk, ana, 'mine again', { replyTo: mine.id }))).toBe(0);
  expect(await promisedBy(() => send(talk, ben, 'Energy', { replyTo: mine.id }))).toBe(1);
  expect(await promisedBy(() => send(talk, ben, 'Energy', { threadRoot: mine.id }))).toBe(1);
  expect(await promisedBy(() => send(board, rivera, 'No school on Friday'))).toBe(1);
});

test('plain talk promises a job where somebody wants every message, and nowhere else', async () => {
  const { engine, ana, ben, rivera, send, freshRoom } = stage();
  const watched = await freshRoom();
  const level = (level: 'every' | 'all') =>
    engine.as(rivera).notifications.choose({ roomId: watched.id, level, mutedUntil: null });
  await level('every');
  expect(await promisedBy(() => send(watched, ben, 'plain talk'))).toBe(1);
  expect(await promisedBy(() => send(talk, ana, 'plain talk'))).toBe(0);
  await level('all');
  expect(await promisedBy(() => send(watched, ben, 'plain talk'))).toBe(0);
});

test('switched off, no notice is asked for at all', async () => {
  const { engine, ana, ben, rivera, send } = stage();
  await engine.usePlugins('oakwood', {});
  const mine = await send(talk, ana, 'What is ATP?');
  expect(await promisedBy(() => send(talk, ben, 'Energy', { replyTo: mine.id }))).toBe(0);
  expect(await promisedBy(() => send(board, rivera, 'No school on Friday'))).toBe(0);
});
