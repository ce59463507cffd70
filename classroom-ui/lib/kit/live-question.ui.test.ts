import { expect, test, vi } from 'vitest';
import { LiveQuestion } from './live-question.svelte.ts';

/** A question whose answers the test gives, one after the other. */
function held() {
  const waiting: { answer(value: string): void; lose(): void }[] = [];
  const taken: string[][] = [];
  const question = new LiveQuestion<string, string>({
    query: () =>
      new Promise((answer, lose) => {
        waiting.push({ answer, lose: () => lose(new Error('lost')) });
      }),
    take: (answer, meanwhile) => taken.push([answer, ...meanwhile]),
  });
  return { question, waiting, taken };
}

test('what is told while the answer is on its way comes with it, and what is told later does not', async () => {
  const { question, waiting, taken } = held();
  const asked = question.ask();
  question.hear('moved');
  waiting[0]?.answer('as of then');
  await asked;
  question.hear('later');
  expect(taken).toEqual([['as of then', 'moved']]);
});

test('a connection that comes during a question asks again only if that one was lost', async () => {
  const { question, waiting, taken } = held();
  const asked = question.ask();
  question.live();
  waiting[0]?.lose();
  await asked;
  expect(question.failed).toBe(true);
  await vi.waitUntil(() => waiting.length === 2, { timeout: 5_000 });
  const again = vi.waitUntil(() => taken.length === 1);
  question.live();
  waiting[1]?.answer('again');
  await again;
  await vi.waitUntil(() => !question.failed);
  expect(taken).toEqual([['again']]);
  question.close();
  expect(waiting).toHaveLength(2);
});

test('many reasons to ask are one question, and after it one more', async () => {
  const { question, waiting } = held();
  const asked = question.ask();
  for (let reason = 0; reason < 10; reason++) question.askSoon();
  expect(waiting).toHaveLength(1);
  waiting[0]?.answer('first');
  await asked;
  await vi.waitUntil(() => waiting.length > 1, { timeout: 5_000 });
  expect(waiting).toHaveLength(2);
  question.close();
});
