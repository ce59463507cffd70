import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RealtimeClient } from '../../engine/client.ts';
import { type Cast, startCast } from '../../engine/testing/cast.ts';
import { startTestServer, type TestServer } from '../../engine/testing/start-test-server.ts';
import { until } from '../../engine/testing/until.ts';
import type { MessageView, RoomView } from '../../engine/views.ts';
import type { AppRouter } from '../index.ts';

// Two pages of Ana's, each with a socket; Ben answers what she wrote.
let server: TestServer;
let cast: Cast;
let room: RoomView;
let [desk, phone]: RealtimeClient<AppRouter>[] = [];
const QUICK = { gatherMs: 10, lingerMs: 10, beatMs: 50, silentMs: 5_000 };

beforeAll(async () => {
  server = await startTestServer({ schools: { oakwood: { notifications: true } }, connections: QUICK });
  cast = await startCast(server);
  const token = await server.signIn(cast.ana);
  [desk, phone] = [server.overSocket(token), server.overSocket(token)];
  await until(async () => (await server.rows('select 1 from connection')).length === 2);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  room = await cast.freshRoom();
});

const look = (page: typeof desk, looking: boolean, threadRoot?: string) =>
  page?.api.notifications.look.mutate({ roomId: room.id, looking, ...(threadRoot && { threadRoot }) });
async function told(): Promise<(string | undefined)[]> {
  await server.settled();
  const { notices } = await server.as(cast.ana).notifications.list({});
  return notices.filter(({ room: { id } }) => id === room.id).map(({ message }) => message?.text);
}
const answer = (to: MessageView, text: string, inThread = false) =>
  cast.send(room, cast.ben, text, inThread ? { threadRoot: to.id } : { replyTo: to.id });
const mine = () => cast.send(room, cast.ana, 'What is ATP?') as Promise<MessageView>;

test('whoever looks at a room on one device is not told on any, and is once they look away', async () => {
  const message = await mine();
  await look(phone, true);
  await answer(message, 'while she looks');
  expect(await told()).toEqual([]);
  await look(phone, false);
  await answer(message, 'while she does not');
  expect(await told()).toEqual(['while she does not']);
});

test('whoever looks at a room is told of its threads, unless they look at that one', async () => {
  const message = await mine();
  await look(desk, true);
  await answer(message, 'in the thread', true);
  expect(await told()).toEqual(['in the thread']);
  await look(desk, true, message.id);
  await answer(message, 'in the thread she looks at', true);
  expect(await told()).toEqual(['in the thread']);
  for (const place of [undefined, message.id]) await look(desk, false, place);
});

test('a page that is gone looks at nothing', async () => {
  const gone = server.overSocket(await server.signIn(cast.chidi));
  const his = (await cast.send(room, cast.chidi, 'and what is ADP?')) as MessageView;
  await until(async () => (await server.rows('select 1 from connection')).length === 3);
  await gone.api.notifications.look.mutate({ roomId: room.id, looking: true });
  await answer(his, 'while he looks');
  await server.settled();
  expect((await server.as(cast.chidi).notifications.list({})).notices).toEqual([]);
  gone.close();
  await until(async () => (await server.rows('select 1 from connection')).length === 2);
  await answer(his, 'when he is gone');
  await server.settled();
  const { notices } = await server.as(cast.chidi).notifications.list({});
  expect(notices.map(({ message }) => message?.text)).toEqual(['when he is gone']);
});

test('what a page without a socket says it looks at is nothing', async () => {
  const message = await mine();
  await server.as(cast.ana).notifications.look({ roomId: room.id, looking: true });
  await answer(message, 'told all the same');
  expect(await told()).toEqual(['told all the same']);
});
