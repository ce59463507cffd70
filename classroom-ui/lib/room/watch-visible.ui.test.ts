import '../../app.css';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { watchVisible } from './watch-visible.ts';

let list: HTMLElement;
let seen: Set<number>;
let isStill: boolean;
let stop: (() => void) | undefined;

beforeEach(async () => {
  await page.viewport(390, 800);
  list = document.createElement('div');
  list.style.cssText = 'height: 400px; overflow: auto';
  for (let seq = 1; seq <= 20; seq += 1) add(seq);
  document.body.append(list);
  seen = new Set();
  isStill = false;
});
afterEach(() => {
  stop?.();
  document.body.replaceChildren();
});

function add(seq: number): void {
  const message = document.createElement('article');
  message.dataset.seq = String(seq);
  message.style.height = '100px';
  message.textContent = `message ${seq}`;
  list.append(message);
}
function watch(): void {
  stop = watchVisible((seqs, still) => {
    for (const seq of seqs) seen.add(seq);
    isStill = still;
  })(list) as () => void;
}
/** As large as the screen, unless said. */
function cover(style = 'inset: 0'): HTMLElement {
  const over = document.createElement('div');
  over.style.cssText = `position: fixed; background: white; ${style}`;
  document.body.append(over);
  return over;
}
const seenSeqs = () => [...seen].sort((a, b) => a - b);

test('messages on the screen are seen, and those further down are not', async () => {
  watch();
  await expect.poll(() => isStill).toBe(true);
  expect(seenSeqs()).toEqual([1, 2, 3, 4]);
});

describe('what lies over the messages', () => {
  test('keeps them unseen until it goes', async () => {
    const over = cover();
    watch();
    await expect.poll(() => isStill).toBe(true);
    list.scrollTop = 200;
    await expect.poll(() => isStill).toBe(true);
    expect(seenSeqs()).toEqual([]);
    over.remove();
    await expect.poll(seenSeqs).toEqual([3, 4, 5, 6]);
  });

  test('keeps those unseen that it covers, and no others', async () => {
    cover('inset: 0 0 auto 0; height: 200px');
    watch();
    await expect.poll(() => isStill).toBe(true);
    expect(seenSeqs()).toEqual([3, 4]);
  });

  test('and lets the pointer through hides nothing', async () => {
    cover('inset: 0; pointer-events: none; background: transparent');
    watch();
    await expect.poll(seenSeqs).toEqual([1, 2, 3, 4]);
  });
});
