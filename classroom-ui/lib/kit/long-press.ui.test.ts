import '../../app.css';
import { tick } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import LongPressCase from './testing/LongPressCase.svelte';
import { lift, middleOf, type Point, pen, touch } from './testing/touch.ts';

afterEach(async () => {
  vi.useRealTimers();
  await lift();
});

async function draw() {
  const pressed: string[] = [];
  const screen = await render(LongPressCase, { props: { onpress: (what) => pressed.push(what) } });
  const at = (text: string): Point => middleOf(screen.getByText(text).element());
  const dialog = (name = 'Message') => screen.getByRole('dialog', { name });
  return { screen, pressed, at, dialog };
}
/** A tap on something else: whatever the touch before it would press is pressed by then. */
async function tap(point: Point) {
  await touch('touchStart', point);
  await lift();
}

const INSIDE = {
  'its text': 'for tomorrow',
  'a link in it': 'the worksheet',
  'a button in it': 'Ms Rivera: bring a lamp',
};

test.each(Object.entries(INSIDE))(
  'a finger that rests on %s opens the sheet, and pressing is over when it is lifted',
  async (_, text) => {
    const { screen, pressed, at, dialog } = await draw();
    await touch('touchStart', at(text));
    await expect.element(dialog()).toBeVisible();
    // The sheet slides up: one of its buttons comes to lie under the finger.
    await expect.poll(() => under(at(text))?.closest('[role=dialog]')).toBeTruthy();
    await lift();
    await tap(at('Reply 3'));
    await expect.poll(() => pressed).toEqual(['reply']);
    await expect.element(dialog()).toBeVisible();
    expect(location.hash).toBe('');
    expect(getSelection()?.toString()).toBe('');
    await expect.element(screen.getByRole('button', { name: 'Reply 3' })).toBeVisible();
  },
);

const under = ({ x, y }: Point): Element | null => document.elementFromPoint(x, y);

test('a short tap presses what it is on', async () => {
  const { pressed, at, dialog } = await draw();
  await tap(at('the worksheet'));
  await tap(at('Ms Rivera: bring a lamp'));
  await expect.poll(() => pressed).toEqual(['link', 'quote']);
  await expect.element(dialog()).not.toBeInTheDocument();
});

test('of two that lie within one another the inner one has the press', async () => {
  const { pressed, at, dialog } = await draw();
  await touch('touchStart', at('👍 2'));
  await expect.element(dialog('Who reacted')).toBeVisible();
  await lift();
  await tap(at('Reply 3'));
  await expect.poll(() => pressed).toEqual(['reply']);
});

test('a pen does as a finger does', async () => {
  const { pressed, at, dialog } = await draw();
  const place = at('the worksheet');
  await pen('mousePressed', place);
  await expect.element(dialog()).toBeVisible();
  await expect.poll(() => under(place)?.closest('[role=dialog]')).toBeTruthy();
  await pen('mouseReleased', place);
  await tap(at('Reply 3'));
  await expect.poll(() => pressed).toEqual(['reply']);
  await expect.element(dialog()).toBeVisible();
});

test('a key and a screen reader press right after it', async () => {
  const { screen, pressed, at, dialog } = await draw();
  await touch('touchStart', at('for tomorrow'));
  await expect.element(dialog()).toBeVisible();
  await lift();
  (screen.getByRole('button', { name: 'Reply 3' }).element() as HTMLElement).click();
  expect(pressed).toEqual(['reply']);
});

const beside = ({ x, y }: Point): Point => ({ x: x + 30, y });
const NO_PRESSES: Readonly<Record<string, (text: Point, slider: Point) => Promise<unknown>>> = {
  'a finger that moves': async (text) => {
    await touch('touchStart', text);
    await touch('touchMove', beside(text));
  },
  'a finger that is lifted': tap,
  'one of two fingers': async (text) => {
    await touch('touchStart', text);
    await touch('touchStart', text, beside(text));
  },
  'a finger that moves a slider': (_, slider) => touch('touchStart', slider),
};

test.each(Object.entries(NO_PRESSES))('%s presses nothing, however long it takes', async (_, act) => {
  const { screen, at, dialog } = await draw();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const text = at('for tomorrow');
  await act(text, middleOf(screen.getByRole('slider').element()));
  vi.advanceTimersByTime(5_000);
  await tick();
  expect(screen.getByRole('dialog').query()).toBeNull();
  await lift();
  await touch('touchStart', text);
  vi.advanceTimersByTime(5_000);
  await expect.element(dialog()).toBeVisible();
});
