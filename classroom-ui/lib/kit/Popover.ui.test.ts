import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import PopoverCase from './testing/PopoverCase.svelte';

async function opened() {
  const screen = await render(PopoverCase);
  const button = screen.getByRole('button', { name: 'React' });
  await button.click();
  const dialog = screen.getByRole('dialog', { name: 'Reactions' });
  await expect.element(dialog).toBeVisible();
  return { screen, button, dialog };
}

test('it takes the focus, and Escape gives it back', async () => {
  const { button, dialog } = await opened();
  await expect.element(dialog).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
});

test('what stands in it can close it', async () => {
  const { screen, button, dialog } = await opened();
  await screen.getByRole('button', { name: 'Choose' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
});

test('it closes when the focus goes elsewhere', async () => {
  const { screen, dialog } = await opened();
  (screen.getByRole('button', { name: 'Elsewhere' }).element() as HTMLElement).focus();
  await expect.element(dialog).not.toBeInTheDocument();
});

test('it stays in the window', async () => {
  const { dialog } = await opened();
  const box = dialog.element().getBoundingClientRect();
  expect(box.left).toBeGreaterThanOrEqual(0);
  expect(box.right).toBeLessThanOrEqual(innerWidth);
  expect(box.bottom).toBeLessThanOrEqual(innerHeight);
});
