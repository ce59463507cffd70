import { expect, test } from 'vitest';
import { z } from 'zod';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { holdRow } from '../testing/hold.ts';
import { useStage } from '../testing/stage.ts';

/** Runs within a send: when the message is stored, and has no number yet. */
let meanwhile: () => Promise<unknown> = async () => undefined;
const contract = pluginContract({ id: 'beside', summary: 'Stands beside.', settings: z.strictObject({}) });
const beside = definePlugin(contract, {
  within: { 'message.send': { deadline: 10_000, run: async () => void (await meanwhile()) } },
});
const stage = useStage({ plugins: [beside] });

test('a send during which its sender is removed is refused and stores nothing', async () => {
  const { engine, rivera, ana, freshRoom, send, texts } = stage();
  const room = await freshRoom();
  meanwhile = () => engine.as(rivera).participants.remove({ roomId: room.id, personId: ana.id });
  await expect(send(room, ana, 'too late')).rejects.toMatchObject({ cause: { code: 'missing' } });
  expect(await texts(room, rivera)).toEqual(['(removed)']);
});

test('a send during which its room is archived is refused and stores nothing', async () => {
  const { engine, rivera, ana, freshRoom, send, texts } = stage();
  const room = await freshRoom();
  meanwhile = () => engine.as(rivera).rooms.archive({ roomId: room.id, archived: true });
  await expect(send(room, ana, 'too late')).rejects.toMatchObject({ cause: { code: 'rooms.archived' } });
  expect(await texts(room, rivera)).toEqual(['(archived)']);
});

test('two hosts who leave at once leave a host behind', async () => {
  const { engine, rivera, ana, stone, biology, freshRoom } = stage();
  await engine.as(rivera).classrooms.enrol({ classroomId: biology.id, personId: stone.id, role: 'teacher' });
  const room = await freshRoom();
  await engine.as(rivera).participants.changeRole({ roomId: room.id, personId: ana.id, role: 'host' });
  const hold = await holdRow(engine, 'room', room.id);
  const leaving = [rivera, ana].map((host) => engine.as(host).participants.leave({ roomId: room.id }));
  await hold.waitedForBy(2);
  await hold.letGo();
  await Promise.all(leaving);
  expect(await engine.as(stone).rooms.details({ roomId: room.id })).toMatchObject({ role: 'host' });
});

test('two hosts who make each other members at once do not both succeed', async () => {
  const { engine, rivera, ana, freshRoom } = stage();
  const room = await freshRoom();
  const roomId = room.id;
  await engine.as(rivera).participants.changeRole({ roomId, personId: ana.id, role: 'host' });
  const hold = await holdRow(engine, 'room', roomId);
  const changes = [
    engine.as(rivera).participants.changeRole({ roomId, personId: ana.id, role: 'member' }),
    engine.as(ana).participants.changeRole({ roomId, personId: rivera.id, role: 'member' }),
  ];
  const settled = Promise.allSettled(changes);
  await hold.waitedForBy(2);
  await hold.letGo();
  expect((await settled).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('whoever leaves, joins or is added twice at once does so once', async () => {
  const { engine, rivera, ana, freshRoom, texts } = stage();
  const room = await freshRoom();
  const [roomId, personId] = [room.id, ana.id];
  const twice = (run: () => Promise<unknown>) => Promise.all([run(), run()]);
  const hold = await holdRow(engine, 'room', roomId);
  const left = twice(() => engine.as(ana).participants.leave({ roomId }));
  await hold.waitedForBy(2);
  await hold.letGo();
  await left;
  await twice(() => engine.as(ana).rooms.join({ roomId }));
  await engine.as(rivera).participants.remove({ roomId, personId });
  await twice(() => engine.as(rivera).participants.add({ roomId, personId }));
  expect(await texts(room, rivera)).toEqual(['(left)', '(joined)', '(removed)', '(added)']);
});
