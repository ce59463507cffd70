import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../app.css';
import ForcedColorsCase from './testing/ForcedColorsCase.svelte';

// With the few colours of a system's own palette, backgrounds are taken away and with them every state that only they tell.

const emulate = (value: 'active' | 'none') =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] });

let screen: Awaited<ReturnType<typeof render>>;
beforeAll(() => emulate('active'));
beforeEach(async () => {
  screen = await render(ForcedColorsCase);
});
afterAll(() => emulate('none'));

const look = (name: string): Element => {
  const found = screen.container.querySelector(`[data-look="${name}"]`);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

/** How an element is drawn: its colours by how many pixels have each. */
async function drawn(element: Element): Promise<Map<string, number>> {
  const base64 = await page.screenshot({ element, save: false });
  const picture = new Image();
  picture.src = `data:image/png;base64,${base64}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('there is no canvas');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  const colours = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.slice(at, at + 3).join();
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return colours;
}

/** Pixels that are drawn otherwise, at the least. */
function difference(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const colours = new Set([...one.keys(), ...other.keys()]);
  const all = [...colours].reduce(
    (sum, colour) => sum + Math.abs((one.get(colour) ?? 0) - (other.get(colour) ?? 0)),
    0,
  );
  return all / 2;
}

test.each([
  ['switch off', 'switch on'],
  ['switch off, disabled', 'switch on, disabled'],
  ['row', 'row, current'],
  ['star', 'star, pressed'],
  ['nothing unread', 'unread dot'],
])('%s and %s are told apart', async (one, other) => {
  expect(difference(await drawn(look(one)), await drawn(look(other)))).toBeGreaterThan(20);
});

test.each([
  ['badge', 40],
  ['count', 40],
  ['button', 60],
  ['button, dangerous', 60],
  ['banner', 200],
])('%s has an edge', async (name, least) => {
  const colours = [...(await drawn(look(name))).entries()].sort(([, a], [, b]) => b - a);
  const words = [...(await drawn(look(name === 'badge' || name === 'count' ? 'text' : 'bare words'))).entries()];
  const ink = (all: [string, number][]) =>
    all
      .sort(([, a], [, b]) => b - a)
      .slice(1)
      .reduce((sum, [, n]) => sum + n, 0);
  expect(ink(colours)).toBeGreaterThan(ink(words) + Number(least));
});

test('a switch is drawn, on and off', async () => {
  for (const name of ['switch off', 'switch on']) {
    const control = look(name).querySelector('input')?.parentElement as Element;
    expect((await drawn(control)).size).toBeGreaterThan(1);
  }
});

test.each([
  ['tab', 'tab'],
  ['radio', 'radio'],
  ['checkbox', 'checkbox'],
] as const)('the chosen %s is told apart', async (_name, role) => {
  const all = screen.getByRole(role).elements();
  const shown = await Promise.all(all.slice(0, 2).map(async (one) => drawn(one.closest('label') ?? one)));
  const [one, other] = shown as [Map<string, number>, Map<string, number>];
  expect(difference(one, other)).toBeGreaterThan(10);
});

test('words and icons on what is current, chosen or pressed can be read', async () => {
  const [tab] = screen.getByRole('tab').elements();
  const chip = screen.container.querySelector('label:has(input.appearance-none:checked)');
  // Their soft edges are drawn in colours between the two; words on a ground of their own colour have none.
  for (const element of [look('row, current'), look('star, pressed'), tab as Element, chip as Element])
    expect((await drawn(element)).size).toBeGreaterThan(8);
});

test('the item of a menu that has the focus is told apart', async () => {
  await screen.getByRole('button', { name: 'More' }).click();
  const items = screen.getByRole('menuitem').elements();
  await expect.element(screen.getByRole('menuitem').first()).toHaveFocus();
  const [one, other] = [await drawn(items[0] as Element), await drawn(items[1] as Element)];
  expect(difference(one, other)).toBeGreaterThan(20);
  await userEvent.keyboard('{Escape}');
});
