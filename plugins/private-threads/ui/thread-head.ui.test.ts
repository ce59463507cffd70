import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Toaster from '../../../classroom-ui/lib/kit/Toaster.svelte';
import type { About, ThreadView } from '../contract.ts';
import ThreadHead from './ThreadHead.svelte';
import { words } from './words.ts';

const about: About = { messageId: 'm1', seq: 7, threadRoot: null, author: 'ben', text: 'green pencil', deleted: false };
const thread = {
  roomId: 'pair',
  people: [{ id: 'ana' }, { id: 'ben' }],
  supervised: false,
  closed: null,
  openings: [],
};

/** The head of a conversation about a message, and what the server says of that when it is asked once more. */
async function draw(then: About | null) {
  const answers = [about, then];
  const openRoom = vi.fn(async () => {});
  const details = { query: async () => ({ ...thread, about: answers.shift() ?? null }) as unknown as ThreadView };
  const props = {
    api: { details },
    ...{ close: () => {}, on: () => () => {}, onLive: () => () => {}, openRoom },
    me: { id: 'ana' },
    participants: { ben: { person: { name: 'Ben Whitlock' } } },
    room: { id: 'pair', parentId: 'class-room' },
    settings: {},
  };
  await render(Toaster, { theme: 'light', label: 'Notices' });
  const screen = await render(ThreadHead, { props: props as never });
  await screen.getByRole('button', { name: /About what Ben Whitlock said/ }).click();
  return { screen, openRoom };
}

test('what a conversation is about leads to its message', async () => {
  const { openRoom } = await draw(about);
  await expect.poll(() => openRoom.mock.calls).toEqual([['class-room', about]]);
});

test('a message that can be read no more is said to be out of sight, and leads nowhere', async () => {
  const { screen, openRoom } = await draw(null);
  await expect.element(screen.getByText(words.aboutUnseen)).toBeVisible();
  await expect.element(screen.getByRole('button', { name: /About what/ })).not.toBeInTheDocument();
  expect(openRoom).not.toHaveBeenCalled();
});

test('a message that was deleted meanwhile is said to be deleted, and leads nowhere', async () => {
  const { screen, openRoom } = await draw({ ...about, text: '', deleted: true });
  await expect.element(screen.getByText(words.aboutDeleted)).toBeVisible();
  expect(openRoom).not.toHaveBeenCalled();
});
