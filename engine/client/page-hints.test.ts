import { afterEach, expect, test, vi } from 'vitest';
import { hearPage } from './page-hints.ts';

afterEach(() => vi.unstubAllGlobals());

/** What a browser's page offers of its own, by the platform's event targets. */
function openPage() {
  const [page, document] = [new EventTarget(), Object.assign(new EventTarget(), { visibilityState: 'hidden' })];
  vi.stubGlobal('document', document);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  return { page, document };
}

test('a change of the network and the page being seen again give reason to look, until one stops hearing', () => {
  const { document, page } = openPage();
  let doubts = 0;
  const stop = hearPage(() => {
    doubts += 1;
  });
  document.dispatchEvent(new Event('visibilitychange'));
  expect(doubts).toBe(0);
  document.visibilityState = 'visible';
  for (const [target, name] of [
    [document, 'visibilitychange'],
    [page, 'online'],
    [page, 'offline'],
  ] as const) {
    target.dispatchEvent(new Event(name));
  }
  expect(doubts).toBe(3);
  stop();
  page.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(doubts).toBe(3);
});

test('where there is no page there is nothing to hear', () => {
  expect(hearPage(() => {})).not.toThrow();
});
