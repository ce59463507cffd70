import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';
import type { RoomView } from '../views.ts';

const stage = useStage();

/** Ends every connection that a batch of sends may be on its way by. */
const DROP = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and query like '%unnest%'`;

test('sends are stored once each, in announced order, while the database drops its connections', async () => {
  const { engine, ana, ben, chidi, freshRoom } = stage();
  const rooms = await Promise.all([freshRoom(), freshRoom()]);
  const administrator = new pg.Client({ connectionString: engine.database.url });
  await administrator.connect();
  let dropped = 0;
  const drop = async () => {
    for (let times = 0; times < 4; times += 1) {
      await wait(15);
      dropped += (await administrator.query(DROP)).rowCount ?? 0;
    }
    await administrator.end();
  };
  const drafts = Array.from({ length: 240 }, (_, n) => ({
    roomId: rooms[n % 2]?.id as string,
    clientId: newId(),
    text: `${n}`,
  }));
  const sending = drafts.map(async (draft, n) => {
    await wait(n / 3);
    return engine.as([ana, ben, chidi][n % 3] ?? ana).messages.send(draft);
  });
  const [sent] = await Promise.all([Promise.all(sending), drop()]);
  expect(dropped).toBeGreaterThan(0);
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
      { visible: 'true', hearsSendsIn: 'false' },
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
