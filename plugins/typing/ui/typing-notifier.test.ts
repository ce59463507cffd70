import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TypingNotifier } from './typing-notifier.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

let rooms = 0;
const freshRoom = () => `room ${++rooms}`;
function notifierOf(roomId = freshRoom(), threadRoot: string | null = null) {
  const at: number[] = [];
  const began = performance.now();
  const notifier = new TypingNotifier(roomId, threadRoot, () => at.push(performance.now() - began));
  return { notifier, at };
}

describe('typing is notified', () => {
  test('at once, and again at the end of the wait when somebody typed within it', () => {
    const { notifier, at } = notifierOf();
    notifier.typed();
    vi.advanceTimersByTime(2_000);
    notifier.typed();
    notifier.typed();
    vi.advanceTimersByTime(60_000);
    expect(at).toEqual([0, 3_250]);
  });

  test('at once after a pause that is longer than the wait', () => {
    const { notifier, at } = notifierOf();
    notifier.typed();
    vi.advanceTimersByTime(3_250);
    notifier.typed();
    expect(at).toEqual([0, 3_250]);
  });

  test('not at the end of the wait when nothing is being written any more', () => {
    const { notifier, at } = notifierOf();
    notifier.typed();
    notifier.typed();
    notifier.stop();
    vi.advanceTimersByTime(60_000);
    expect(at).toEqual([0]);
  });

  test('again after a message was sent within the wait and the next one begun', () => {
    const { notifier, at } = notifierOf();
    notifier.typed();
    notifier.stop();
    vi.advanceTimersByTime(1_000);
    notifier.typed();
    vi.advanceTimersByTime(60_000);
    expect(at).toEqual([0, 3_250]);
  });

  test('for a room and each of its threads by itself', () => {
    const room = freshRoom();
    const places = [null, 'thread one', 'thread two'].map((root) => notifierOf(room, root));
    for (const { notifier } of places) notifier.typed();
    expect(places.map(({ at }) => at)).toEqual([[0], [0], [0]]);
  });

  test('no oftener when its place is left and entered again', () => {
    const room = freshRoom();
    notifierOf(room).notifier.typed();
    const again = notifierOf(room);
    again.notifier.typed();
    vi.advanceTimersByTime(60_000);
    expect(again.at).toEqual([3_250]);
  });
});
