import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const slow = { count: 3, seconds: 1_000 };
const stage = useStage({ limits: { send: slow, search: slow } });

test('whoever sends too fast is told how long to wait, nothing of it is stored, and others are not slowed', async () => {
  const { engine, room, ana, ben, send } = stage();
  const drafts = Array.from({ length: 5 }, () => ({ roomId: room.id, clientId: newId(), text: 'fast' }));
  const answers = [];
  for (const draft of drafts) answers.push(await engine.ask(ana, 'messages.send', draft));
  expect(answers.map(({ error }) => error?.data.code)).toEqual([
    undefined,
    undefined,
    undefined,
    'TOO_MANY_REQUESTS',
    'TOO_MANY_REQUESTS',
  ]);
  expect(answers.at(-1)?.error?.data.error).toMatchObject({
    code: 'limited',
    data: { retryAfter: expect.any(Number) },
  });
  expect(await engine.rows(`select 1 from message where text = 'fast'`)).toHaveLength(3);
  expect((await send(room, ben, 'not slowed')).text).toBe('not slowed');
});

test('guessing at class codes is slow', async () => {
  const { engine, dora } = stage();
  const guess = async () =>
    (await engine.ask(dora, 'classrooms.joinByCode', { code: 'GUESSED2' })).error?.data.error.code;
  expect([await guess(), await guess(), await guess(), await guess()]).toEqual([
    'classrooms.wrong-code',
    'classrooms.wrong-code',
    'classrooms.wrong-code',
    'limited',
  ]);
});
