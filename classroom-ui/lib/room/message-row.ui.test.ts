import '../../app.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { pluginUis } from '#lib/slots/plugin-uis.svelte.ts';
import type { Manifest, MessageView } from '../../../engine/client.ts';
import { message } from './testing/message.ts';
import RowCase from './testing/RowCase.svelte';

const fails = (what: string): never => {
  throw new Error(`${what} that fails`);
};
const before: MessageView = { ...message, id: 'm0', seq: 0.5, clientId: 'c0', text: 'before it' };
/** What fails to draw, by where it stands in the row. */
const FAILING: Readonly<Record<string, MessageView>> = {
  'a quote': {
    ...message,
    quote: {
      id: 'm0',
      author: 'ana',
      deleted: false,
      get text(): string {
        return fails('a quote');
      },
    },
  },
  'the time of its edit': { ...message, editedAt: 'never' },
  'what plugins show of it': {
    ...message,
    get shows(): never {
      return fails('what plugins show');
    },
  },
};

for (const inThread of [false, true])
  test.each(Object.entries(FAILING))(
    `a message of which %s fails to draw is shown as it was written, and can be deleted, ${inThread ? 'in a thread' : 'in the room'}`,
    async (_what, failing) => {
      const screen = await render(RowCase, { messages: [before, failing], inThread });
      await expect.element(screen.getByText('before it')).toBeVisible();
      const row = screen.getByRole('article', { name: /This message could not be drawn/ });
      await expect.element(row.getByText('what I said')).toBeVisible();
      await row.getByRole('button', { name: 'Delete message' }).click();
      expect(screen.component.uiNow().dialog).toMatchObject({ kind: 'delete', message: { id: 'm1' } });
    },
  );

test.each([
  ['مرحبا بالجميع', 'rtl'],
  ['Hello all', 'ltr'],
])('of a quote “%s” the beginning is shown, whatever the direction of the page', async (text, direction) => {
  for (const dir of ['ltr', 'rtl']) {
    document.documentElement.dir = dir;
    const quote = { id: 'm0', author: 'ana', deleted: false, text };
    const screen = await render(RowCase, { messages: [before, { ...message, quote }], inThread: false });
    const shown = screen.getByText(text, { exact: true }).element();
    expect(getComputedStyle(shown).direction).toBe(direction);
    await screen.unmount();
  }
  document.documentElement.dir = 'ltr';
});

test('where messages stand as they were written, nothing of their formats is drawn, and they can be deleted', async () => {
  const text = '**bold** and $\\frac{1}{2}$';
  const screen = await render(RowCase, { messages: [{ ...message, text }], inThread: false, asSource: true });
  await expect.element(screen.getByText(text)).toBeVisible();
  expect(screen.container.querySelector('strong, .message-rich, .katex')).toBeNull();
  const row = screen.getByRole('article').element() as HTMLElement;
  row.focus();
  row.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
  expect(screen.component.uiNow().dialog).toMatchObject({ kind: 'delete', message: { id: 'm1' } });
});

test('a very long name leaves a quote much of its line on a phone', async () => {
  await page.viewport(390, 844);
  const text = 'Bring a leaf, a pencil and your sheet of last week, please';
  const quote = { id: 'm0', author: 'rivera', deleted: false, text };
  const name = 'Maria-Magdalena von Hohenstein-Oettingen-Wallerstein '.repeat(2).trim();
  const screen = await render(RowCase, { messages: [before, { ...message, quote }], inThread: false, name });
  const words = screen.getByText(text, { exact: true }).element();
  const line = words.parentElement as HTMLElement;
  expect(words.getBoundingClientRect().width).toBeGreaterThan(line.getBoundingClientRect().width * 0.4);
  expect(line.scrollWidth).toBeLessThanOrEqual(line.clientWidth);
});

test('the tools of a message stand there at once, those of plugins too, and none moves away from under the pointer', async () => {
  const plugins = { reactions: { palette: ['👍'], anyEmoji: false }, receipts: {} };
  const permissions = { reactions: { react: ['host'] }, receipts: { 'take-part': ['host'] } } as const;
  await pluginUis.sync({ plugins, permissions } as unknown as Manifest);
  const screen = await render(RowCase, { messages: [{ ...message, author: 'rivera' }], inThread: false });
  const shown = new Set<string>();
  let frame = requestAnimationFrame(function look() {
    const buttons = [...screen.container.querySelectorAll('[role=toolbar] button')];
    if (buttons.length > 0) shown.add(buttons.map((button) => button.ariaLabel).join(', '));
    frame = requestAnimationFrame(look);
  });
  await screen.getByRole('article').hover();
  await expect.element(screen.getByRole('button', { name: 'Who has seen it' })).toBeVisible();
  await new Promise(requestAnimationFrame);
  cancelAnimationFrame(frame);
  expect([...shown]).toEqual([expect.stringContaining('React with 👍, Who has seen it, ')]);
});
