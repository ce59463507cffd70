import { expect, test } from '@playwright/test';
import { LOOKS, offences } from './axe.ts';
import { enter, type Screen, signIn } from './people.ts';

// Every page, light and dark, wide and as narrow as a phone.
for (const looks of LOOKS) {
  test.describe(`${looks.colorScheme}, ${looks.viewport.width} pixels`, () => {
    test('the pages of whoever is not signed in have nothing axe objects to', async ({ browser }) => {
      const context = await browser.newContext(looks);
      const page = await context.newPage();
      for (const path of [
        '/sign-in',
        '/register',
        '/forgot',
        '/reset?token=none',
        '/invitation?token=none',
        '/oakwood/join',
      ]) {
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

test('by the keyboard the text field is two links away, and F6 goes round the parts of the page', async ({
  browser,
}) => {
  const { page, context, composer, log } = await signIn(browser, 'rivera@oakwood.example');
  const settled = page.getByRole('article').last();
  await enter({ page });
  await expect(settled).toBeVisible();
  await expect(composer).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the messages' })).toBeFocused();
  await page.keyboard.press('Enter');
  const inMessages = log.locator('[data-row]:focus');
  await expect(inMessages).toHaveCount(1);
  const people = page.getByRole('button', { name: /^\d+ people$/ });
  await people.click();
  const side = page.getByRole('complementary', { name: 'People' });
  await expect(side).toBeVisible();
  const rooms = page.getByRole('navigation', { name: 'Rooms' });
  await composer.focus();
  for (const stop of [side, rooms.getByRole('link', { name: 'Class room' }).first()]) {
    await page.keyboard.press('F6');
    await expect(stop).toBeFocused();
  }
  await page.keyboard.press('F6');
  await expect(inMessages).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(composer).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(inMessages).toHaveCount(1);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('F6');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(composer).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(composer).toBeFocused();
  await context.close();
});

async function profile({ page }: Screen): Promise<void> {
  await page.goto('/profile');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}
