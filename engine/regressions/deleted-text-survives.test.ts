import { expect, test } from 'vitest';
import { holdRow } from '../testing/hold.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

/** Where the text still stands in the room: rows, log and earlier versions. */
async function placesOf(text: string): Promise<number> {
  const rows = await stage().engine.rows<{ n: number }>(
    `select (select count(*) from message where text like $1) + (select count(*) from message_edit where text like $1)
       + (select count(*) from room_event where payload::text like $1) + (select count(*) from outbox where payload::text like $1) n`,
    [`%${text}%`],
  );
  return Number(rows[0]?.n);
}

test('a reply and the deletion of what it quotes leave nothing of it, whichever comes first', async () => {
  const { engine, ana, ben, freshRoom, send } = stage();
  const room = await freshRoom();
  for (const text of ['a secret, quoted first', 'a secret, deleted first']) {
    const message = await send(room, ana, text);
    const reply = () => send(room, ben, 'really?', { replyTo: message.id });
    const deletion = () => engine.as(ana).messages.delete({ roomId: room.id, messageId: message.id });
    const [one, other] = text.endsWith('quoted first') ? [reply, deletion] : [deletion, reply];
    const hold = await holdRow(engine, 'room', room.id);
    const first = one();
    await hold.waitedForBy(1);
    const both = Promise.allSettled([first, other()]);
    await hold.waitedForBy(2);
    await hold.letGo();
    await both;
    expect(await placesOf(text)).toBe(0);
  }
});

test('an edit that waits for a deletion brings nothing back', async () => {
  const { engine, ana, freshRoom, send } = stage();
  const room = await freshRoom();
  const message = await send(room, ana, 'a secret, edited last');
  const hold = await holdRow(engine, 'message', message.id);
  const here = { roomId: room.id, messageId: message.id };
  const deleted = engine.as(ana).messages.delete(here);
  await hold.waitedForBy(1);
  const edited = engine.as(ana).messages.edit({ ...here, text: 'another secret' });
  const both = Promise.allSettled([deleted, edited]);
  await hold.waitedForBy(2);
  await hold.letGo();
  await both;
  expect(await placesOf('a secret, edited last')).toBe(0);
  expect(await placesOf('another secret')).toBe(0);
});
