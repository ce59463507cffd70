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

async function profile({ page }: Screen): Promise<void> {
  await page.goto('/profile');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}
