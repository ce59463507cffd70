import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import DialogCase from './testing/DialogCase.svelte';

async function opened() {
  const screen = await render(DialogCase);
  const opener = screen.getByRole('button', { name: 'Open' });
  await opener.click();
  const dialog = screen.getByRole('dialog', { name: 'New room' });
  await expect.element(dialog).toBeVisible();
  return { screen, opener, dialog };
}

test('it has its name and description, and the focus goes to its first field', async () => {
  const { screen, dialog } = await opened();
  await expect.element(dialog).toHaveAccessibleDescription('Biology 7B');
  await expect.element(screen.getByRole('textbox', { name: 'Name' })).toHaveFocus();
});

test('Escape closes it and gives the focus back to where it was', async () => {
  const { opener, dialog } = await opened();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(opener).toHaveFocus();
});

test('its cross closes it and gives the focus back', async () => {
  const { screen, opener, dialog } = await opened();
  await screen.getByRole('button', { name: 'Close' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(opener).toHaveFocus();
});

test('the focus does not leave it by the keyboard', async () => {
  const { dialog } = await opened();
  for (let press = 0; press < 8; press++) {
    await userEvent.keyboard('{Tab}');
    expect(dialog.element().contains(document.activeElement)).toBe(true);
  }
});

test('Escape in a menu inside it closes the menu and leaves it open', async () => {
  const { screen, dialog } = await opened();
  await screen.getByRole('button', { name: 'More' }).click();
  await expect.element(screen.getByRole('menuitem', { name: 'Edit' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
  await expect.element(dialog).toBeVisible();
});
