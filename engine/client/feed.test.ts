import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventFrame } from '../realtime/protocol.ts';
import { beginAnew, createFeed, forget, hasGap, take } from './feed.ts';

const event = (seq: number): EventFrame => ({
  t: 'event',
  room: 'r',
  seq,
  event: 'message.sent',
  by: { person: 'p' },
  at: '2026-01-01T00:00:00.000Z',
  payload: {},
});
/** Numbers divisible by `silent` are never told. */
const span = (since: number, to: number, silent = 1_000) => ({
  since,
  to,
  events: Array.from({ length: to - since }, (_, place) => since + place + 1).flatMap((seq) =>
    seq % silent === 0 ? [] : [event(seq)],
  ),
});
const feedFrom = (cursor: number) => {
  const heard: number[] = [];
  const restarts: number[] = [];
  const feed = createFeed(cursor, { event: ({ seq }) => heard.push(seq), startOver: (head) => restarts.push(head) });
  return { feed, heard, restarts };
};

test('however ranges overlap, repeat and overtake each other, each event is heard once and in order', () => {
  const range = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 12 }));
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 60 }),
      fc.nat(20),
      fc.integer({ min: 2, max: 7 }),
      (ranges, cursor, silent) => {
        const { feed, heard } = feedFrom(cursor);
        for (const [since, length] of ranges) {
          take(feed, span(since, since + length, silent));
          expect(heard).toEqual(span(cursor, feed.cursor, silent).events.map(({ seq }) => seq));
        }
        // Whatever is missing comes in one replay at last.
        take(feed, span(feed.cursor, 60, silent));
        expect(hasGap(feed)).toBe(false);
        expect(heard).toEqual(span(cursor, 60, silent).events.map(({ seq }) => seq));
      },
    ),
  );
});

test('a feed knows that something is missing until it is there', () => {
  const { feed, heard } = feedFrom(3);
  take(feed, span(4, 5));
  expect([hasGap(feed), heard]).toEqual([true, []]);
  take(feed, span(3, 4));
  expect([hasGap(feed), heard]).toEqual([false, [4, 5]]);
});

test('starting over tells the head, drops what lies before it and goes on with what came after', () => {
  const { feed, heard, restarts } = feedFrom(3);
  take(feed, span(8, 9));
  take(feed, span(20, 22));
  beginAnew(feed, 20);
  expect([restarts, heard, feed.cursor]).toEqual([[20], [21, 22], 22]);
  beginAnew(feed, 22);
  expect(restarts).toEqual([20]);
});

test('a room whose numbers went back, as after a copy was restored, starts over from there', () => {
  const { feed, heard, restarts } = feedFrom(90);
  beginAnew(feed, 50);
  take(feed, span(50, 51));
  expect([restarts, heard]).toEqual([[50], [51]]);
});

test('a feed of another history starts over also where its number is the same, and drops what waited', () => {
  const { feed, heard, restarts } = feedFrom(3);
  take(feed, span(4, 5));
  forget(feed, 3);
  take(feed, span(3, 4));
  expect([restarts, heard, hasGap(feed)]).toEqual([[3], [4], false]);
});
