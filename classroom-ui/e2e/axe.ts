import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

// WCAG 2.2 AA by machine, as far as a machine can tell.
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe objects to on a page, or within one part of it: a line for each rule, with where. */
export async function offences(page: Page, within?: string): Promise<string[]> {
  // Nothing is pointed at: the toolbar of the message under the pointer would lie over its neighbour's buttons.
  await page.mouse.move(0, 0);
  const axe = new AxeBuilder({ page }).withTags(TAGS);
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
}
