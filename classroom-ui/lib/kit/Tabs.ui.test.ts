import '../../app.css';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Tabs from './Tabs.svelte';

const NAMES = ['Everybody in it', 'Add somebody', 'Class codes', 'Class cards'];
const tabs = NAMES.map((label) => ({ value: label, label }));
const children = createRawSnippet(() => ({ render: () => '<p>What is in it</p>' }));

beforeEach(() => page.viewport(320, 600));
afterEach(() => {
  document.documentElement.dir = '';
});

test.each(['ltr', 'rtl'])('the open tab is seen whole where tabs are wider than a phone, %s', async (dir) => {
  document.documentElement.dir = dir;
  const screen = await render(Tabs, { label: 'Class', value: 'Class cards', tabs, children });
  const isWhole = (name: string): boolean => {
    const [tab, list] = [screen.getByRole('tab', { name }), screen.getByRole('tablist')].map((one) =>
      one.element().getBoundingClientRect(),
    );
    return tab !== undefined && list !== undefined && tab.left >= list.left - 1 && tab.right <= list.right + 1;
  };
  await expect.poll(() => isWhole('Class cards')).toBe(true);
  expect(isWhole('Everybody in it')).toBe(false);
  await screen.rerender({ label: 'Class', value: 'Everybody in it', tabs, children });
  await expect.poll(() => isWhole('Everybody in it')).toBe(true);
});
