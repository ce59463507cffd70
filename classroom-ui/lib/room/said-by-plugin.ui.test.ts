import '../../app.css';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { pluginUis } from '#lib/slots/plugin-uis.svelte.ts';
import type { MessageView } from '../../../engine/client.ts';
import { message } from './testing/message.ts';
import RowCase from './testing/RowCase.svelte';

const by = { plugin: 'exit-tickets' };
const said: MessageView = { ...message, author: null, by, text: 'What did you learn?' };
const quoting: MessageView = {
  ...{ ...message, id: 'm2', clientId: 'c2', seq: 2, author: 'rivera', text: 'A lot' },
  quote: { id: 'm1', author: null, by, text: 'What did you learn?', deleted: false },
};
const line: MessageView = {
  ...{ ...message, id: 'm3', clientId: 'c3', seq: 3, kind: 'system', author: null, by, text: '' },
  note: { what: 'plugin', text: 'The tickets are in' },
};
const other: MessageView = { ...said, id: 'm4', clientId: 'c4', seq: 4, by: { plugin: 'polls' }, text: 'Vote now' };
const all = { messages: [said, quoting, line, other], inThread: false };

test('words of a plugin stand under its name and mark, and nobody’s profile can be opened from them', async () => {
  const screen = await render(RowCase, all);
  const row = screen.getByRole('article', { name: /^Exit tickets, .*: What did you learn\?/ });
  await expect.element(row.getByText('Exit tickets')).toBeVisible();
  await expect.element(row.getByText('Automatic')).toBeVisible();
  expect(row.element().querySelector('svg')).not.toBeNull();
  expect(row.element().querySelectorAll('button')).toHaveLength(0);
  row.element().focus();
  const tools = row.getByRole('toolbar');
  await expect.element(tools.getByRole('button', { name: 'Quote and reply' })).toBeVisible();
  await tools.getByRole('button', { name: 'More actions' }).click();
  await expect.element(screen.getByRole('menuitem', { name: /Delete/ })).toBeVisible();
  expect(screen.getByRole('menuitem', { name: /profile/i }).elements()).toHaveLength(0);
  expect(screen.getByRole('menuitem', { name: /Edit/ }).elements()).toHaveLength(0);
});

test('they are quoted, told as a line and parted from those of another plugin by their names', async () => {
  const screen = await render(RowCase, all);
  await expect
    .element(screen.getByRole('button', { name: 'In answer to Exit tickets: What did you learn?' }))
    .toBeVisible();
  await expect.element(screen.getByText('Exit tickets: The tickets are in')).toBeVisible();
  await expect.element(screen.getByRole('article', { name: /^Polls, .*: Vote now/ }).getByText('Polls')).toBeVisible();
});

test('the name is the one that the school is told, also of a plugin that is off', async () => {
  await pluginUis.sync({ plugins: {}, permissions: {}, titles: { 'exit-tickets': 'Tickets at the door' } });
  const screen = await render(RowCase, all);
  await expect.element(screen.getByRole('article', { name: /^Tickets at the door, .*learn/ })).toBeVisible();
  await pluginUis.sync({ plugins: {}, permissions: {}, titles: {} });
});
