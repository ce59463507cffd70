import '../../../classroom-ui/app.css';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { NoticeView } from '../contract.ts';
import type { NotificationsApi } from './api.ts';
import NoticeGroups from './NoticeGroups.svelte';
import { NoticeList } from './notice-list.svelte.ts';

const room = { id: 'room', classroomId: 'biology', title: 'Class room', classroomTitle: 'Biology 7B' };
const notice = (id: string, more: Partial<NoticeView> = {}): NoticeView => ({
  ...{ id, notice: 'mentions.named', says: '{author} mentioned you.', room, read: false, push: true },
  ...{ by: { id: 'ben', name: 'Ben', avatar: null }, at: '2026-11-30T09:00:00.000Z' },
  message: { id: `m-${id}`, seq: 7, threadRoot: null, text: id },
  ...more,
});
/** What fails to draw, by where it stands in the notice. */
const FAILING: Readonly<Record<string, NoticeView>> = {
  'its time': notice('failing', { at: 'never' }),
  'its sentence': notice('failing', { says: undefined as never }),
  'the words it quotes': {
    ...notice('failing'),
    get message(): never {
      throw new Error('a message that fails');
    },
  },
};

test.each(Object.entries(FAILING))(
  'a notice of which %s fails to draw takes no other away, leads to its room, and can be read',
  async (_what, failing) => {
    const read: string[] = [];
    const notices = [notice('third'), failing, notice('first')];
    const procedures = {
      list: { query: async () => ({ notices, more: false }) },
      readOne: { mutate: async ({ id }: { id: string }) => read.push(id) },
    } as unknown as NotificationsApi;
    const list = new NoticeList(procedures);
    await list.load();
    let opened = 0;
    const screen = await render(NoticeGroups, {
      ...{ api: procedures, list, rooms: [], level: 2, hrefOf: () => '#the-room' },
      onopen: () => opened++,
    });
    const rows = screen.getByRole('list', { name: 'Class room' }).getByRole('listitem');
    await expect.element(rows.nth(0).getByText('third', { exact: true })).toBeVisible();
    await expect.element(rows.nth(2).getByText('first', { exact: true })).toBeVisible();
    const row = rows.nth(1);
    const link = row.getByRole('link', { name: 'A notice that could not be shown.' });
    await expect.element(link).toHaveAttribute('href', '#the-room');
    await row.getByRole('button', { name: 'Mark as read' }).click();
    await link.click();
    expect([read, opened]).toEqual([['failing'], 1]);
  },
);
