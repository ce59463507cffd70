import { expect, test } from '@playwright/test';
import { signIn } from './people.ts';

test('the start page does not lead back into a room in which a page ended', async ({ browser }) => {
  const { page, context } = await signIn(browser, 'ana@oakwood.example', { viewport: { width: 1200, height: 800 } });
  const opened = /\/oakwood\/[^/]+\/[^/]+$/;
  await expect(page).toHaveURL(opened);
  const room = page.url();
  await page.close();

  // A page that ends leaves what it noted, and takes nothing back.
  const ending = await context.newPage();
  await ending.addInitScript(() => {
    Storage.prototype.removeItem = () => {};
  });
  await ending.goto(room);
  await expect(ending.getByRole('log')).toBeVisible();
  await ending.close();

  const next = await context.newPage();
  await next.goto('/');
  await expect(next.getByRole('link', { name: 'Class room' }).first()).toBeVisible();
  await expect(next).toHaveURL(opened);
  expect(next.url()).not.toBe(room);

  // The room itself is still there for whoever chooses it, and is the last one again once it is drawn.
  await next.goto(room);
  await expect(next.getByRole('log')).toBeVisible();
  await expect.poll(() => next.evaluate(() => JSON.stringify(localStorage).includes('opening-room'))).toBe(false);
  await next.goto('/');
  await expect(next).toHaveURL(room);
  await context.close();
});
