import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import MenuCase from './testing/MenuCase.svelte';

async function opened() {
  const onselect = vi.fn();
  const screen = await render(MenuCase, { onselect });
  const button = screen.getByRole('button', { name: 'More' });
  const item = (name: string) => screen.getByRole('menuitem', { name });
  return { screen, button, item, onselect };
}

test('the arrow opens it on its first item, goes round, and leaves out what is disabled', async () => {
  const { button, item } = await opened();
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(item('Edit')).toHaveFocus();
  await expect.element(button).toHaveAttribute('aria-expanded', 'true');
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(item('Delete')).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(item('Edit')).toHaveFocus();
  await userEvent.keyboard('{End}');
  await expect.element(item('Delete')).toHaveFocus();
});

test('the arrow up opens it on its last item, and a letter goes to what begins with it', async () => {
  const { button, item } = await opened();
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(item('Delete')).toHaveFocus();
  await userEvent.keyboard('e');
  await expect.element(item('Edit')).toHaveFocus();
});

test('Enter chooses, closes it and gives the focus back to its button', async () => {
  const { button, item, onselect } = await opened();
  await button.click();
  await expect.element(item('Edit')).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(onselect).toHaveBeenCalledExactlyOnceWith('edit');
  await expect.element(button).toHaveFocus();
  await expect.element(button).toHaveAttribute('aria-expanded', 'false');
});

test('Escape closes it and chooses nothing', async () => {
  const { screen, button, item, onselect } = await opened();
  await button.click();
  await expect.element(item('Edit')).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
  expect(onselect).not.toHaveBeenCalled();
});

test('a press elsewhere closes it', async () => {
  const { screen, button } = await opened();
  await button.click();
  await expect.element(screen.getByRole('menu')).toBeInTheDocument();
  await screen.getByRole('button', { name: 'Elsewhere' }).click({ force: true });
  await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
});

test('what is disabled cannot be chosen by a press', async () => {
  const { screen, button, item, onselect } = await opened();
  await button.click();
  (item('Pin').element() as HTMLElement).click();
  expect(onselect).not.toHaveBeenCalled();
  await expect.element(screen.getByRole('menu')).toBeInTheDocument();
});
