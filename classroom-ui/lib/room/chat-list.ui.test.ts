import '../../app.css';
import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Lines, { type Line } from './testing/Lines.svelte';

const lines = (first: number, count: number): Line[] =>
  Array.from({ length: count }, (_, at) => ({ key: String(first + at), height: 24 * (1 + ((first + at) % 4)) }));

async function draw(props: {
  rows: readonly Line[];
  hasOlder?: boolean;
  onolder?: () => void;
  target?: { row: string | undefined; align: 'start' };
}) {
  const screen = await render(Lines, { props });
  const scroller = screen.container.querySelector<HTMLElement>('[role=log]');
  if (!scroller) throw new Error('there is no list');
  const gap = () => Math.round(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight);
  const has = (key: string) => scroller.querySelector(`[data-row="${key}"]`);
  /** Where a line stands in the window of the list, in pixels. */
  const top = (key: string) =>
    Math.round((has(key)?.getBoundingClientRect().top ?? Number.NaN) - scroller.getBoundingClientRect().top);
  await expect.poll(() => scroller.parentElement?.classList.contains('invisible')).toBe(false);
  await settle();
  return { screen, scroller, gap, has, top };
}
/** Lets frames pass until what moves by itself has moved; a scroll of the list's own lasts while it measures new lines. */
async function settle(frames = 15) {
  for (let frame = 0; frame < frames; frame++) await new Promise(requestAnimationFrame);
}

test('a list that does not fill its window asks for earlier pages until it does, also where a page makes no new row', async () => {
  let asked = 0;
  const onolder = () => void asked++;
  const { screen } = await draw({ rows: lines(0, 1), hasOlder: true, onolder });
  await expect.poll(() => asked).toBeGreaterThan(0);
  for (let page = 0; page < 3; page++) {
    asked = 0;
    await screen.rerender({ rows: lines(0, 1), hasOlder: true });
    await expect.poll(() => asked).toBeGreaterThan(0);
  }
  await screen.rerender({ rows: lines(0, 1), hasOlder: false });
  await settle();
  asked = 0;
  await settle();
  expect(asked).toBe(0);
});

test('a reader at its very beginning gets earlier pages, also where a page makes no new row', async () => {
  let asked = 0;
  const onolder = () => void asked++;
  const { screen, scroller } = await draw({ rows: lines(0, 100), hasOlder: true, onolder });
  scroller.scrollTo(0, 0);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await settle();
  asked = 0;
  await screen.rerender({ rows: lines(0, 100), hasOlder: true });
  await expect.poll(() => asked).toBeGreaterThan(0);
  expect(scroller.scrollTop).toBe(0);
});

describe('a list that stands at its end', () => {
  test('begins there', async () => {
    const { gap, has } = await draw({ rows: lines(0, 500) });
    await expect.poll(gap).toBe(0);
    expect(has('499')).not.toBeNull();
  });

  test('stays there when a message comes', async () => {
    const { screen, gap, has } = await draw({ rows: lines(0, 100) });
    await expect.poll(gap).toBe(0);
    await screen.rerender({ rows: lines(0, 103) });
    await expect.poll(() => has('102')).not.toBeNull();
    await expect.poll(gap).toBe(0);
  });

  test('is what it was sent to, though more comes on the way', async () => {
    const { screen, scroller, gap } = await draw({ rows: lines(0, 200), target: { row: '20', align: 'start' } });
    expect(gap()).toBeGreaterThan(1_000);
    await screen.rerender({ rows: lines(0, 201), target: { row: undefined, align: 'start' } });
    await screen.rerender({ rows: lines(0, 204) });
    await settle();
    await expect.poll(gap).toBe(0);
    expect(scroller.closest<HTMLElement>('[data-at-end]')?.dataset.atEnd).toBe('true');
  });

  test('stays there when a banner comes, and goes as messages come', async () => {
    const { screen, gap } = await draw({ rows: lines(0, 100) });
    await expect.poll(gap).toBe(0);
    await screen.rerender({ height: 340 });
    await settle();
    await expect.poll(gap).toBe(0);
    await screen.rerender({ height: 400 });
    await settle();
    await screen.rerender({ rows: lines(0, 106) });
    await settle();
    await expect.poll(gap).toBe(0);
    await screen.rerender({ height: 340 });
    await settle();
    await screen.rerender({ height: 400, rows: lines(0, 112) });
    await settle();
    await expect.poll(gap).toBe(0);
  });

  test('stays there when the last message grows', async () => {
    const rows = lines(0, 100);
    const { screen, gap } = await draw({ rows });
    await expect.poll(gap).toBe(0);
    await screen.rerender({ rows: [...rows.slice(0, -1), { key: '99', height: 300 }] });
    await settle();
    await expect.poll(gap).toBe(0);
  });
});

describe('a list that opens at its first unread line', () => {
  const atEnd = (scroller: HTMLElement) => scroller.closest<HTMLElement>('[data-at-end]')?.dataset.atEnd;

  test('stands at its end where all of it fits', async () => {
    const { scroller } = await draw({ rows: lines(0, 5), target: { row: '2', align: 'start' } });
    await expect.poll(() => atEnd(scroller)).toBe('true');
  });

  test('does not where more lies below', async () => {
    const { scroller } = await draw({ rows: lines(0, 200), target: { row: '20', align: 'start' } });
    await settle();
    expect(atEnd(scroller)).toBe('false');
  });
});

describe('a list that was scrolled up', () => {
  test('does not move when a message comes', async () => {
    const { screen, scroller, top } = await draw({ rows: lines(0, 200) });
    scroller.scrollTop = 2_000;
    await settle();
    const seen = scroller.querySelectorAll<HTMLElement>('[data-row]')[4]?.dataset.row ?? '';
    const before = top(seen);
    await screen.rerender({ rows: lines(0, 205) });
    await settle();
    expect(top(seen)).toBe(before);
  });

  test('does not move when a page comes before it', async () => {
    const { screen, scroller, top } = await draw({ rows: lines(1_000, 100) });
    scroller.scrollTop = 700;
    await settle();
    const seen = scroller.querySelectorAll<HTMLElement>('[data-row]')[6]?.dataset.row ?? '';
    const before = top(seen);
    await screen.rerender({ rows: lines(950, 150) });
    await settle();
    expect(Math.abs(top(seen) - before)).toBeLessThanOrEqual(1);
  });

  test('asks for the page before, near the top, while there is one', async () => {
    let asked = 0;
    const { screen, scroller } = await draw({ rows: lines(0, 200), hasOlder: true, onolder: () => asked++ });
    expect(asked).toBe(0);
    scroller.scrollTop = 500;
    await expect.poll(() => asked).toBeGreaterThan(0);
    await screen.rerender({ hasOlder: false });
    const before = asked;
    scroller.scrollTop = 100;
    await settle();
    expect(asked).toBe(before);
  });
});

test('a list begins at the line it is sent to', async () => {
  const { has, top } = await draw({ rows: lines(0, 300), target: { row: '120', align: 'start' } });
  await expect.poll(() => has('120')).not.toBeNull();
  await expect.poll(() => top('120')).toBeGreaterThanOrEqual(0);
  expect(top('120')).toBeLessThan(200);
});

test('a list begins at the line it is sent to, though lines come before that on the way', async () => {
  const target = { row: '120', align: 'start' } as const;
  const screen = await render(Lines, { props: { rows: lines(100, 200), target } });
  await screen.rerender({ rows: lines(60, 240), target });
  const scroller = screen.container.querySelector('[role=log]');
  const top = () => {
    const line = scroller?.querySelector('[data-row="120"]')?.getBoundingClientRect().top;
    return Math.round((line ?? Number.NaN) - (scroller?.getBoundingClientRect().top ?? 0));
  };
  await expect.poll(() => scroller?.parentElement?.classList.contains('invisible')).toBe(false);
  await settle();
  expect(top()).toBeGreaterThanOrEqual(0);
  expect(top()).toBeLessThan(200);
});

test('another window of lines is drawn anew, at its end', async () => {
  const { screen } = await draw({ rows: lines(0, 100) });
  await screen.rerender({ rows: lines(5_000, 80) });
  const scroller = () => screen.container.querySelector<HTMLElement>('[role=log]');
  await expect.poll(() => scroller()?.querySelector('[data-row="5079"]')).not.toBeNull();
  await expect.poll(() => scroller()?.querySelector('[data-row="99"]')).toBeNull();
});

test('arrow keys, Home and End move the focus from line to line, also out of sight', async () => {
  const { scroller } = await draw({ rows: lines(0, 300) });
  const focused = () => (document.activeElement as HTMLElement | null)?.dataset.row;
  const stops = () => [...scroller.querySelectorAll<HTMLElement>('[tabindex="0"]')].map((line) => line.dataset.row);
  expect(stops()).toEqual(['299']);
  scroller.querySelector<HTMLElement>('[data-row="299"]')?.focus();
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  await expect.poll(focused).toBe('297');
  await userEvent.keyboard('{Home}');
  await expect.poll(focused).toBe('0');
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(focused).toBe('0');
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(focused).toBe('1');
  expect(stops()).toEqual(['1']);
  await userEvent.keyboard('{End}');
  await expect.poll(focused).toBe('299');
});
