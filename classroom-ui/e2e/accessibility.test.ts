import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { enter, type Screen, signIn } from './people.ts';

// WCAG 2.2 AA by machine, as far as a machine can tell: every page, light and dark, wide and as narrow as a phone.
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function offences(page: Page): Promise<string[]> {
  // Nothing is pointed at: the toolbar of the message under the pointer would lie over its neighbour's buttons.
  await page.mouse.move(0, 0);
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    const looks = { colorScheme, viewport };
    test.describe(`${colorScheme}, ${viewport.width} pixels`, () => {
      test('the pages of whoever is not signed in have nothing axe objects to', async ({ browser }) => {
        const context = await browser.newContext(looks);
        const page = await context.newPage();
        for (const path of ['/sign-in', '/register', '/forgot', '/reset?token=none', '/invitation?token=none']) {
          await page.goto(path);
          await expect(page.getByRole('heading').first()).toBeVisible();
          expect(await offences(page), path).toEqual([]);
        }
        await context.close();
      });

      test('nor have a room, its people, a thread and the profile', async ({ browser }) => {
        const rivera = await signIn(browser, 'rivera@oakwood.example', looks);
        await enter(rivera);
        await expect(rivera.log.getByRole('article').last()).toBeVisible();
        expect(await offences(rivera.page)).toEqual([]);
        await rivera.page
          .getByRole('button', { name: /people/i })
          .last()
          .click();
        expect(await offences(rivera.page)).toEqual([]);
        await profile(rivera);
        expect(await offences(rivera.page)).toEqual([]);
        await rivera.context.close();
      });
    });
  }
}

async function profile({ page }: Screen): Promise<void> {
  await page.goto('/profile');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}
