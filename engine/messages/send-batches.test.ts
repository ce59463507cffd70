import pg from 'pg';
import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { sql } from '../database/sql.ts';
import { useStage } from '../testing/stage.ts';
import { until } from '../testing/until.ts';
import type { RoomView } from '../views.ts';

const stage = useStage();

/** Ends every connection that a batch of sends is on its way by. */
const DROP = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query like '%unnest%'`;

/** What is sent while the room is held waits for it, loses its connection there, and is let go. */
async function dropSends<T>(administrator: pg.Client, room: string, send: () => Promise<T>): Promise<T> {
  await administrator.query('begin');
  await administrator.query('select 1 from room where id = $1 for update', [room]);
  const sending = send();
  const drop = until(async () => {
    // A transaction sees who is connected as it saw it first, unless it is told to look again.
    await administrator.query('select pg_stat_clear_snapshot()');
    return ((await administrator.query(DROP)).rowCount ?? 0) > 0;
  }).finally(() => administrator.query('commit'));
  return (await Promise.all([sending, drop]))[0];
}

test('sends are stored once each, in announced order, while the database drops its connections', async () => {
  const { engine, ana, ben, chidi, freshRoom } = stage();
  const rooms = await Promise.all([freshRoom(), freshRoom()]);
  const administrator = new pg.Client({ connectionString: engine.database.url });
  await administrator.connect();
  const batches = Array.from({ length: 4 }, (_, batch) => batch);
  const draftsOf = (batch: number) =>
    Array.from({ length: 60 }, (_, n) => ({
      roomId: rooms[n % 2]?.id as string,
      clientId: newId(),
      text: `${60 * batch + n}`,
    }));
  const sent: Awaited<ReturnType<ReturnType<typeof engine.as>['messages']['send']>>[] = [];
  for (const batch of batches) {
    const send = () =>
      Promise.all(draftsOf(batch).map((draft, n) => engine.as([ana, ben, chidi][n % 3] ?? ana).messages.send(draft)));
    sent.push(...(await dropSends(administrator, rooms[batch % 2]?.id as string, send)));
  }
  await administrator.end();
  for (const { id } of rooms) {
    const acknowledged = sent.filter(({ message }) => message.roomId === id);
    const stored = await engine.rows<{ client_id: string; seq: string }>(
      `select client_id, seq from message where room_id = $1 and kind = 'text' order by seq`,
      [id],
    );
    expect(stored.map(({ client_id, seq }) => [client_id, Number(seq)])).toEqual(
      acknowledged.map(({ message, seq }) => [message.clientId, seq] as const).sort((a, b) => a[1] - b[1]),
    );
    const [room] = await engine.rows<{ head: string; events: string }>(
      'select head, (select count(*) from room_event where room_id = $1) events from room where id = $1',
      [id],
    );
    expect(room?.events).toBe(room?.head);
    const announced = engine.heard(id).map(({ seq }) => seq);
    expect(announced).toEqual([...announced].sort((a, b) => a - b));
    expect(new Set(announced).size).toBe(announced.length);
  }
});

test('one draft that cannot be stored takes no other of its batch with it', async () => {
  const { engine, room, ana, ben } = stage();
  const store = (who: string, text: string) =>
    engine.engine.sends.store(
      ana.schoolId,
      { visible: sql`true`, hearsSendsIn: sql`false` },
      {
        roomId: room.id,
        heard: false,
        message: { id: newId(), clientId: newId(), author: who, text },
      },
    );
  const settled = await Promise.allSettled([store(ana.id, 'one'), store(ben.id, 'a\0b'), store(ana.id, 'two')]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const texts = await stage().texts(room, ana);
  expect(texts.slice(-2)).toEqual(['one', 'two']);
});

test('a room that somebody holds keeps nobody waiting elsewhere, and what is sent there is stored in its order', async () => {
  const { engine, ana, ben, freshRoom } = stage();
  const rooms = await Promise.all(Array.from({ length: 3 }, () => freshRoom()));
  // Of three rooms two share a batch.
  const shards = Map.groupBy(rooms, ({ id }) => Number.parseInt(id.slice(-4), 16) % 2);
  const [held, free] = [...shards.values()].find((alike) => alike.length > 1) as [RoomView, RoomView];
  const holder = new pg.Client({ connectionString: engine.database.url });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select 1 from room where id = $1 for no key update', [held.id]);
  const send = (room: { id: string }, text: string, who = ana) =>
    engine.as(who).messages.send({ roomId: room.id, clientId: newId(), text });
  const waiting = ['one', 'two'].map((text) => send(held, text));
  expect(await send(free, 'not held')).toMatchObject({ message: { text: 'not held' } });
  waiting.push(send(held, 'three'));
  expect(await send(free, 'nor this', ben)).toMatchObject({ message: { text: 'nor this' } });
  await holder.query('commit');
  await holder.end();
  waiting.push(send(held, 'four'));
  const numbers = (await Promise.all(waiting)).map(({ seq }) => seq);
  expect(numbers).toEqual(numbers.map((_, place) => Number(numbers[0]) + place));
  expect((await stage().texts(held, ana)).slice(-4)).toEqual(['one', 'two', 'three', 'four']);
});

test('a send waits for nobody who reads', async () => {
  const { engine, ana, freshRoom } = stage();
  const { id: roomId } = await freshRoom();
  const { system } = engine.database;
  const readers = await Promise.all(Array.from({ length: system.options.max }, () => system.connect()));
  try {
    const { seq } = await engine.as(ana).messages.send({ roomId, clientId: newId(), text: 'Homework is up' });
    expect(seq).toBeGreaterThan(0);
  } finally {
    for (const reader of readers) reader.release();
  }
});
