import { describe, expect, test } from 'vitest';
import type { EventFrame, MessageView, RoomState, RoomView } from '../../../engine/client.ts';
import { FrameLog } from './frame-log.ts';

const AT = '2026-09-01T08:00:00.000Z';
const frame = (seq: number, event: string, payload: unknown): EventFrame => ({
  t: 'event',
  room: 'room',
  seq,
  event,
  by: { person: 'ben' },
  at: AT,
  payload,
});
const edited = (seq: number, text: string) =>
  frame(seq, 'message.edited', { id: 'm1', threadRoot: null, text, editedAt: AT });
const pageAt = (head: number, text: string): RoomState => ({
  me: 'ana',
  room: { id: 'room', head } as RoomView,
  participants: {},
  messages: [{ id: 'm1', text } as MessageView],
  head,
});
/** A promise and the function that settles it. */
function later<T>() {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    settle = done;
  });
  return { promise, settle };
}
const turn = () => new Promise((done) => setImmediate(done));

describe('a page on its way', () => {
  test('is handed over with the events that came after it was read', async () => {
    const log = new FrameLog();
    log.reset(10);
    const answer = later<RoomState>();
    let text: string | undefined;
    const travel = log.travel(
      () => answer.promise,
      (page) => {
        text = log.catchUp(page, {}).messages[0]?.text;
      },
    );
    log.push(edited(11, 'known to the page'));
    log.push(edited(12, 'newer than the page'));
    answer.settle(pageAt(11, 'known to the page'));
    await travel;
    expect(text).toBe('newer than the page');
  });

  test('waits while it is newer than the state', async () => {
    const log = new FrameLog();
    log.reset(10);
    let joined = false;
    const travel = log.travel(
      async () => pageAt(12, 'read at 12'),
      () => {
        joined = true;
      },
    );
    await turn();
    log.push(edited(11, 'a'));
    await turn();
    expect(joined).toBe(false);
    log.push(edited(12, 'read at 12'));
    await travel;
    expect(joined).toBe(true);
  });

  test('is dropped when the room starts over meanwhile', async () => {
    const log = new FrameLog();
    log.reset(10);
    const answer = later<RoomState>();
    let joined = false;
    const travel = log.travel(
      () => answer.promise,
      () => {
        joined = true;
      },
    );
    log.reset(500);
    answer.settle(pageAt(10, 'of an earlier life'));
    await travel;
    expect(joined).toBe(false);
  });

  test('that fails is told to whoever asked, and forgets its events', async () => {
    const log = new FrameLog();
    log.reset(10);
    const answer = later<RoomState>();
    const travel = log.travel(
      async () => {
        await answer.promise;
        throw new Error('no connection');
      },
      () => {},
    );
    log.push(edited(11, 'kept while it travelled'));
    answer.settle(pageAt(10, 'old'));
    await expect(travel).rejects.toThrow('no connection');
    expect(log.catchUp(pageAt(10, 'old'), {}).messages[0]?.text).toBe('old');
  });
});
