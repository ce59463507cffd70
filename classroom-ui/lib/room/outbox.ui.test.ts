import { describe, expect, test } from 'vitest';
import { Outbox } from './outbox.svelte.ts';

interface Asked {
  readonly clientId?: string;
  readonly text: string;
  settle(): void;
  fail(fault: string): void;
}

/** An outbox whose sends the test answers by hand. */
function outbox() {
  const asked: Asked[] = [];
  const box = new Outbox(
    (input) =>
      new Promise((settle, reject) => {
        const fail = (fault: string) => reject({ data: { error: { code: `test.${fault}`, fault, message: 'No.' } } });
        asked.push({ ...input, settle: () => settle(undefined), fail });
      }),
  );
  const write = (text: string) => box.add({ text, quote: null, threadRoot: null });
  const states = () => box.pending.map(({ text, state }) => `${text} ${state}`);
  return { asked, box, write, states };
}
const turn = () => new Promise((done) => setTimeout(done));

describe('our own messages', () => {
  test('are sent one after the other, as they were written', async () => {
    const { asked, write } = outbox();
    write('one');
    write('two');
    await turn();
    expect(asked.map(({ text }) => text)).toEqual(['one']);
    asked[0]?.settle();
    await turn();
    expect(asked.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('stay on the screen until the room confirms them', async () => {
    const { asked, box, write, states } = outbox();
    write('one');
    await turn();
    asked[0]?.settle();
    await turn();
    expect(states()).toEqual(['one sent']);
    box.confirm(new Set([box.pending[0]?.clientId ?? '']));
    expect(states()).toEqual([]);
  });

  test('that were refused keep their words and are tried again with the same clientId', async () => {
    const { asked, box, write, states } = outbox();
    write('one');
    await turn();
    asked[0]?.fail('limited');
    await turn();
    expect(states()).toEqual(['one failed']);
    expect(box.pending[0]?.problem?.code).toBe('test.limited');
    box.retry(box.pending[0]?.clientId ?? '');
    await turn();
    expect(asked[1]?.clientId).toBe(asked[0]?.clientId);
    expect(states()).toEqual(['one pending']);
  });

  test('that were not reached are tried again in order once there is a connection, those refused are not', async () => {
    const { asked, box, write } = outbox();
    for (const text of ['lost 1', 'refused', 'lost 2']) write(text);
    for (const fault of ['unavailable', 'forbidden', 'unavailable']) {
      await turn();
      asked.at(-1)?.fail(fault);
    }
    await turn();
    box.retryUnreached();
    await turn();
    asked.at(-1)?.settle();
    await turn();
    expect(asked.slice(3).map(({ text }) => text)).toEqual(['lost 1', 'lost 2']);
  });

  test('that are discarded before their turn are never sent', async () => {
    const { asked, box, write } = outbox();
    write('one');
    write('two');
    await turn();
    box.discard(box.pending[1]?.clientId ?? '');
    asked[0]?.settle();
    await turn();
    expect(asked).toHaveLength(1);
  });
});
