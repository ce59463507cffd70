import '../../app.css';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { MessageView, RoomState } from '../../../engine/client.ts';
import JumpDown from './JumpDown.svelte';
import { ROOM, RoomStore } from './room.svelte.ts';
import type { RoomClient } from './room-client.ts';
import { message } from './testing/message.ts';

const me = { id: 'ana', name: 'Ana Lima', avatar: null, role: 'student' } as const;
const at = (seq: number, more: Partial<MessageView> = {}): MessageView => ({
  ...message,
  ...{ id: `m${seq}`, clientId: `c${seq}`, seq, author: 'ben' },
  ...more,
});

/** The button where the last message in sight is the second of these, and so many come after them. */
async function draw(messages: readonly MessageView[], later: number) {
  const none = () => {};
  const store = new RoomStore({ client: {} as RoomClient, roomId: 'room', me, onseen: none, onrefused: none });
  store.timeline.state = { messages, participants: {}, head: 900, detached: later > 0 } as unknown as RoomState;
  store.timeline.later = later;
  const props = { lastSeq: 2, onjump: none };
  const screen = await render(JumpDown, { props, context: new Map([[ROOM, store]]) });
  return { store, button: screen.getByRole('button') };
}

test('the button says how many messages are below, on the screen’s page and after it', async () => {
  const below = [at(3), at(4, { kind: 'system' }), at(5, { deletedAt: '2026-09-01T08:00:00.000Z' }), at(6)];
  const { store, button } = await draw([at(1), at(2), ...below], 40);
  await expect.element(button).toHaveTextContent('42 messages below');
  await expect.element(button).toHaveAccessibleName('Jump to latest, 42 messages below');
  store.timeline.later = 41;
  await expect.element(button).toHaveTextContent('43 messages below');
});

test.each([
  [[at(1), at(2), at(3)], 0, '1 message below'],
  [[at(1), at(2)], 998, '998 messages below'],
  [[at(1), at(2)], 999, '999+ messages below'],
  [[at(1), at(2)], 0, 'Jump to latest'],
])('with %# below it says so', async (messages, later, text) => {
  const { button } = await draw(messages, later);
  await expect.element(button).toHaveTextContent(text);
});
