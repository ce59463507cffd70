import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import FieldCase from './testing/FieldCase.svelte';

test('label and hint belong to the control', async () => {
  const screen = await render(FieldCase);
  const input = screen.getByRole('textbox', { name: 'Room name' });
  await expect.element(input).toHaveAccessibleDescription('For example Study group.');
  await expect.element(input).toBeRequired();
});

test('a refused form tells what is wrong at its field, and puts the focus there', async () => {
  const screen = await render(FieldCase);
  const input = screen.getByRole('textbox', { name: 'Room name' });
  await screen.getByRole('button', { name: 'Save' }).click();
  await expect.element(screen.getByRole('alert')).toHaveTextContent('Give it a name.');
  await expect.element(input).toBeInvalid();
  await expect.element(input).toHaveAccessibleDescription('Give it a name. For example Study group.');
  await expect.element(input).toHaveFocus();
});

test('once it is right, nothing is wrong any more', async () => {
  const screen = await render(FieldCase);
  const input = screen.getByRole('textbox', { name: 'Room name' });
  await screen.getByRole('button', { name: 'Save' }).click();
  await input.fill('Study group');
  await screen.getByRole('button', { name: 'Save' }).click();
  await expect.element(input).toBeValid();
  await expect.element(screen.getByRole('alert')).toBeEmptyDOMElement();
});
