import { describe, expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';
import { KEPT_EVENTS, readEvent, readEvents } from './replay.ts';
import { sweepEvents } from './sweep-events.ts';

const stage = useStage();

async function roomWith(count: number) {
  const { freshRoom, send, ana, engine } = stage();
  const room = await freshRoom();
  for (let n = 1; n <= count; n += 1) await send(room, ana, `${n}`);
  const head = engine.heard(room.id).at(-1)?.seq ?? 0;
  const read = async (since: number, to: number, slug = 'oakwood') =>
    (await readEvents(engine.database, engine.school(slug), room.id, since, to))?.map(({ seq }) => seq) ?? null;
  return { id: room.id, head, read };
}
const numbers = (after: number, to: number): number[] => Array.from({ length: to - after }, (_, n) => after + n + 1);

describe('numbers', () => {
  test('rise by one for each event of a room, whatever is done in it at once', async () => {
    const { engine, rivera, ana, ben, chidi, dora, send, freshRoom } = stage();
    const room = await freshRoom();
    const roomId = room.id;
    const first = await send(room, ana, 'first');
    await Promise.allSettled([
      ...Array.from({ length: 20 }, (_, n) => send(room, [ana, ben][n % 2] ?? ana, `${n}`)),
      engine.as(rivera).rooms.rename({ roomId, title: 'Cells' }),
      engine.as(chidi).participants.leave({ roomId }),
      engine.as(rivera).participants.remove({ roomId, personId: dora.id }),
      engine.as(ana).messages.edit({ roomId, messageId: first.id, text: 'edited' }),
      engine.as(ben).reactions.add({ roomId, messageId: first.id, emoji: '👍' }),
      engine.as(rivera).participants.changeRole({ roomId, personId: ben.id, role: 'moderator' }),
      engine.as(rivera).messages.delete({ roomId, messageId: first.id }),
    ]);
    const [row] = await engine.rows<{ head: string }>('select head from room where id = $1', [roomId]);
    const log = await engine.rows<{ seq: string }>('select seq from room_event where room_id = $1 order by seq', [
      roomId,
    ]);
    expect(log.map(({ seq }) => Number(seq))).toEqual(numbers(0, Number(row?.head)));
    const announced = engine.heard(roomId).map(({ seq }) => seq);
    expect([...announced].sort((a, b) => a - b)).toEqual(numbers(0, Number(row?.head)));
  });

  test('of two rooms have nothing to do with each other', async () => {
    const [one, two] = [await roomWith(2), await roomWith(2)];
    expect(one.head).toBe(two.head);
  });
});

describe('replay', () => {
  test('tells what a room recorded after a cursor up to a number, in order', async () => {
    const { head, read } = await roomWith(5);
    expect(await read(0, head)).toEqual(numbers(0, head));
    expect(await read(head - 2, head)).toEqual([head - 1, head]);
    expect(await read(head - 3, head - 1)).toEqual([head - 2, head - 1]);
    expect(await read(head, head)).toEqual([]);
    expect(await read(head + 5, head)).toEqual([]);
  });

  test('tells another school nothing', async () => {
    const { id, head, read } = await roomWith(1);
    expect(await read(0, head, 'elmgrove')).toBeNull();
    expect(await readEvent(stage().engine.database, stage().engine.school('elmgrove'), id, head)).toBeNull();
    expect(await readEvent(stage().engine.database, stage().engine.school('oakwood'), id, head)).toMatchObject({
      seq: head,
    });
  });

  test('starts over from further back than it keeps, by count', async () => {
    const { head, read } = await roomWith(1);
    expect(await read(head - KEPT_EVENTS - 1, head)).toBeNull();
  });

  test('starts over where the sweep has been, and sweeps only what is older than thirty days', async () => {
    const { engine } = stage();
    const { id, head, read } = await roomWith(4);
    const age = (seq: number, interval: string) =>
      engine.rows(`update room_event set at = now() - $3::interval where room_id = $1 and seq <= $2`, [
        id,
        seq,
        interval,
      ]);
    await age(head - 1, '29 days 23 hours');
    await age(head - 2, '30 days 1 hour');
    expect(await sweepEvents(engine.database)).toBe(head - 2);
    expect(await sweepEvents(engine.database)).toBe(0);
    expect(await read(0, head)).toBeNull();
    expect(await read(head - 3, head)).toBeNull();
    expect(await read(head - 2, head)).toEqual([head - 1, head]);
  });
});
