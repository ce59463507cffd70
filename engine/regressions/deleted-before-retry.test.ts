import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('a send tried again after its message was deleted is answered with what is left of it', async () => {
  const { engine, ana, room, send } = stage();
  const quoted = await send(room, ana, 'quoted');
  const draft = { roomId: room.id, clientId: newId(), text: 'said too soon', replyTo: quoted.id };
  const { message } = await engine.as(ana).messages.send(draft);
  await engine.as(ana).messages.delete({ roomId: room.id, messageId: message.id });
  const again = await engine.as(ana).messages.send(draft);
  const page = await engine.as(ana).messages.page({ roomId: room.id });
  expect(again.message).toEqual(page.messages.find(({ id }) => id === message.id));
  expect(again.message).toMatchObject({ text: '', quote: null, deletedAt: expect.any(String) });
});
