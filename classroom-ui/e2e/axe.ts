import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

// WCAG 2.2 AA by machine, as far as a machine can tell.
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe objects to on a page, or within one part of it: a line for each rule, with where. */
export async function offences(page: Page, within?: string): Promise<string[]> {
  // Nothing is pointed at: the toolbar of the message under the pointer would lie over its neighbour's buttons.
  await page.mouse.move(0, 0);
  // What fades in or out has less contrast than it will have. What moves for good is as it stays.
  await page.evaluate(async () => {
    const ends = (animation: Animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
    const ending = document.getAnimations().filter((each) => each.playState === 'running' && ends(each));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  // What is not told need not be worked out; and our pages hold no frames of others, for which axe would open a page of its own.
  const axe = new AxeBuilder({ page })
    .options({ runOnly: { type: 'tag', values: TAGS }, resultTypes: ['violations'] })
    .setLegacyMode(true);
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
}

interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}
const WIDE = { width: 1280, height: 844 };
const PHONE = { width: 390, height: 844 };
const BASIC: readonly Look[] = [
  { colorScheme: 'light', viewport: WIDE },
  { colorScheme: 'dark', viewport: PHONE },
];
const OTHERS: readonly Look[] = [
  { colorScheme: 'dark', viewport: WIDE },
  { colorScheme: 'light', viewport: PHONE },
];
/** In what pages are looked at: the two that differ in everything; with `npm test -- --long` the other two as well. */
export const LOOKS: readonly Look[] = process.env.LONG === '1' ? [...BASIC, ...OTHERS] : BASIC;
