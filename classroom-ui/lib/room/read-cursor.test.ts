import { describe, expect, test } from 'vitest';
import type { MessageView } from '../../../engine/client.ts';
import { ReadCursor, type Run } from './read-cursor.ts';

const message = (seq: number, change: Partial<MessageView> = {}): MessageView => ({
  ...{ id: String(seq), roomId: 'room', seq, kind: 'text', author: 'ben', clientId: `c${seq}`, text: 'hi', note: null },
  ...{ at: '2026-09-01T08:00:00.000Z', quote: null, threadRoot: null, thread: null, editedAt: null, deletedAt: null },
  ...{ shows: {}, ...change },
});
const run = (messages: readonly MessageView[], change: Partial<Run> = {}): Run => ({
  ...{ messages, hasOlder: false, hasNewer: false, newest: messages.at(-1)?.seq ?? 0 },
  ...change,
});
const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

function cursor(stored: number) {
  const saved: number[] = [];
  const save = (seq: number) => Promise.resolve(saved.push(seq));
  return { cursor: new ReadCursor({ me: 'ana', stored, save }), saved };
}

describe('the cursor of a reader', () => {
  test('stands still before a message that was not visible, though later ones were', () => {
    const { cursor: read, saved } = cursor(1);
    read.show([2, 4, 5]);
    expect(read.advance(run(seqs(1, 5).map((seq) => message(seq))))).toBe(3);
    expect([read.at, ...saved]).toEqual([2, 2]);
    read.show([3]);
    expect(read.advance(run(seqs(1, 5).map((seq) => message(seq))))).toBeNull();
    expect(read.at).toBe(5);
  });

  test('passes own messages, deleted ones and system lines, and tells nobody of them', () => {
    const { cursor: read, saved } = cursor(1);
    const others = [
      message(2, { author: 'ana' }),
      message(3, { deletedAt: '2026-09-01T08:01:00.000Z' }),
      message(4, { kind: 'system' }),
    ];
    expect(read.advance(run([message(1), ...others]))).toBeNull();
    expect([read.at, saved]).toEqual([4, []]);
  });

  test('stands still before a gap, and remembers what was visible after it', () => {
    const { cursor: read } = cursor(1);
    read.show(seqs(50, 60));
    const newest = seqs(50, 60).map((seq) => message(seq));
    expect(read.advance(run(newest, { hasOlder: true }))).toBe(2);
    read.show(seqs(2, 49));
    expect(read.advance(run(seqs(1, 60).map((seq) => message(seq))))).toBeNull();
  });

  test('is not at the end while later messages are not loaded', () => {
    const { cursor: read } = cursor(0);
    read.show([1, 2]);
    expect(read.advance(run([message(1), message(2)], { hasNewer: true, newest: 9 }))).toBe(3);
  });

  test('passes everything by the reader’s own word', () => {
    const { cursor: read, saved } = cursor(0);
    read.markRead(9);
    expect(read.advance(run([message(1), message(9)]))).toBeNull();
    expect(saved).toEqual([9]);
  });
});
