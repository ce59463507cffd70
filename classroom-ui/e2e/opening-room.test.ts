import { expect, type Page, test } from '@playwright/test';
import { meet, signIn, unique } from './people.ts';

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
  await crash(ending);

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

test('a page that still draws its room does not count as ended, and one that hangs does', async ({ browser }) => {
  const { page, context } = await signIn(browser, 'ana@oakwood.example', { viewport: { width: 1200, height: 800 } });
  const opened = /\/oakwood\/[^/]+\/[^/]+$/;
  await expect(page).toHaveURL(opened);
  const room = page.url();
  const begun = Date.now();
  await page.addInitScript(() => {
    Storage.prototype.removeItem = () => {};
  });
  await page.clock.setFixedTime(begun);
  await page.reload();
  await expect(page.getByRole('log')).toBeVisible();
  const homeAfter = async (seconds: number) => {
    const home = await context.newPage();
    await home.clock.setFixedTime(begun + seconds * 1_000);
    await home.goto('/');
    await expect(home.getByRole('link', { name: 'Class room' }).first()).toBeVisible();
    await expect(home).toHaveURL(opened);
    return home;
  };
  const beside = await homeAfter(2);
  expect(beside.url()).toBe(room);
  // It wrote a note of its own. As it goes, the note of the page that hangs is there again.
  await beside.close();
  await page.reload();
  await expect(page.getByRole('log')).toBeVisible();
  const later = await homeAfter(20);
  expect(later.url()).not.toBe(room);
  await context.close();
});

test('where the browser denies its storage and its locks, the start page leads into the room all the same', async ({
  browser,
}) => {
  const { context } = await signIn(browser, 'ana@oakwood.example', { viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  const failures: Error[] = [];
  page.on('pageerror', (failure) => failures.push(failure));
  await page.addInitScript(() => {
    const deny = () => new DOMException('Denied.', 'SecurityError');
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, {
        get() {
          throw deny();
        },
      });
    LockManager.prototype.request = () => Promise.reject(deny());
  });
  await page.goto('/');
  await expect(page).toHaveURL(/\/oakwood\/[^/]+\/[^/]+$/);
  await expect(page.getByRole('log')).toBeVisible();
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link').first().click();
  await page.goto('/');
  await expect(page.getByRole('log')).toBeVisible();
  expect(failures).toEqual([]);
  await context.close();
});

test('a teacher deletes a message where messages stand as they were written', async ({ browser }) => {
  const [rivera, ana] = await meet(browser, 'rivera@oakwood.example', 'ana@oakwood.example');
  const said = unique('No page **can** draw');
  await ana.say(said);
  await expect(ana.message(said.replaceAll('*', ''))).toHaveCount(1);
  await rivera.page.goto(`${rivera.page.url()}?source`);
  const note = rivera.page.getByText('Messages stand here as they were written.');
  await expect(note).toBeVisible();
  await rivera.message(said).focus();
  await rivera.page.keyboard.press('Delete');
  await rivera.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(ana.message(said.replaceAll('*', ''))).toHaveCount(0);
  await rivera.page.getByRole('button', { name: 'Show as usual' }).click();
  await expect(note).toHaveCount(0);
  await expect(rivera.log.locator('strong').first()).toBeVisible();
  for (const { context } of [rivera, ana]) await context.close();
});

test('a room that a busy server refuses at first opens all the same', async ({ browser }) => {
  const { page, context } = await signIn(browser, 'ana@oakwood.example');
  let refused = 0;
  await page.routeWebSocket(/\/realtime$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      const { id, params } = JSON.parse(String(frame)) as { id?: number; params?: { path: string } };
      if (params?.path !== 'messages.page' || refused === 2) return server.send(frame);
      refused += 1;
      const error = { code: 'unavailable', fault: 'unavailable', message: 'Busy.', data: {} };
      socket.send(JSON.stringify({ id, error: { code: -32_603, message: 'Busy.', data: { error } } }));
    });
  });
  await page.reload();
  await expect(page.getByRole('log').getByRole('article').last()).toBeVisible();
  expect(refused).toBe(2);
  await context.close();
});

/** Ends the renderer of a page as a fault of the browser would. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const tools = await page.context().newCDPSession(page);
  void tools.send('Page.crash').catch(() => {});
  await crashed;
}
