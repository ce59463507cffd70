import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, startCast } from './cast.ts';
import { startTestEngine, type TestEngine } from './start-test-engine.ts';

let engine: TestEngine;
let cast: Cast;

beforeAll(async () => {
  engine = await startTestEngine();
  cast = await startCast(engine);
});
afterAll(() => engine?.stop());

test('what one person sends another reads and hears', async () => {
  const { room, ana, ben, send, texts } = cast;
  const message = await send(room, ana, 'hi');
  expect(await texts(room, ben)).toEqual(['hi']);
  expect(engine.heard(room.id).at(-1)).toMatchObject({
    event: 'message.sent',
    seq: message.seq,
    by: { person: ana.id },
  });
});

test('an engine of the tests says what it refuses as it goes over the wire', async () => {
  const answer = await engine.ask(cast.ed, 'messages.page', { roomId: cast.room.id });
  expect(answer.error?.data).toEqual({
    code: 'NOT_FOUND',
    httpStatus: 404,
    error: { code: 'missing', fault: 'missing', message: 'Not found.', data: {} },
  });
});
