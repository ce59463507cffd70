import { type Browser, expect, type Page, test } from '@playwright/test';
import { enter, PASSWORD, type Screen, screenOf, signIn, unique } from './people.ts';

// Parts of the page that are fetched later cannot be had: after a release they are gone, without a network nobody answers.
const PARTS = /\/_app\/immutable\/.*\.js$/;
/** What one missing part may cost at most while nothing changes: two tries, each perhaps with a hint to load it before. */
const TRIES = 2;

/** Counts what is asked for by address, from now on. */
function countRequests(page: Page): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
  });
  return counts;
}
const most = (counts: ReadonlyMap<string, number>): number =>
  Math.max(0, ...[...counts].filter(([path]) => PARTS.test(path)).map(([, count]) => count));
const take = (page: Page) => page.route(PARTS, (route) => route.fulfill({ status: 404, body: 'gone' }));
const banner = (page: Page) => page.getByText('A part of this page could not be loaded.');

/** A page on which nothing but the first room was ever loaded. */
async function fresh(browser: Browser): Promise<Screen> {
  const screen = await signIn(browser, 'ben@oakwood.example');
  await enter(screen);
  return screen;
}

const LATER: Readonly<Record<string, (screen: Screen) => Promise<void>>> = {
  'a dialog': ({ page }) => page.getByRole('button', { name: 'Browse rooms' }).click(),
  'the bell': ({ page }) => page.getByRole('button', { name: /^Notifications/ }).click(),
  'the emoji picker': async ({ page, log }) => {
    await log.getByRole('article').last().hover();
    await page.getByRole('button', { name: 'Add a reaction' }).last().click();
  },
};

for (const [what, open] of Object.entries(LATER)) {
  test(`${what} whose code is gone offers to reload once, and is not asked for again and again`, async ({
    browser,
  }) => {
    const screen = await fresh(browser);
    await take(screen.page);
    const counts = countRequests(screen.page);
    await open(screen);
    await expect(banner(screen.page)).toHaveCount(1);
    await expect(screen.page.getByRole('button', { name: 'Reload' })).toHaveCount(1);
    expect(most(counts)).toBeGreaterThan(0);
    expect(most(counts)).toBeLessThanOrEqual(2 * TRIES);
    await screen.page.unroute(PARTS);
    await screen.page.getByRole('button', { name: 'Reload' }).click();
    await expect(screen.log).toBeVisible();
    await expect(banner(screen.page)).toHaveCount(0);
    await screen.context.close();
  });
}

/** Takes away the parts whose code says something that only they say; answers how often each was asked for. */
async function takeParts(page: Page, says: RegExp): Promise<ReadonlyMap<string, number>> {
  const taken = new Map<string, number>();
  await page.route(PARTS, async (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = await route.fetch();
    if (!says.test(await answer.text())) return route.fulfill({ response: answer });
    taken.set(pathname, (taken.get(pathname) ?? 0) + 1);
    return route.fulfill({ status: 404, body: 'gone' });
  });
  return taken;
}

async function signedInPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  const data = { email: 'ben@oakwood.example', password: PASSWORD };
  await context.request.post('/api/auth/sign-in/email', { data });
  return context.newPage();
}

test('a toaster whose code is gone is told of by no other error, and what it had to say is said', async ({
  browser,
}) => {
  const page = await signedInPage(browser);
  const taken = await takeParts(page, /data-sonner-toaster/);
  await page.goto('/');
  await expect(page.getByRole('log')).toBeVisible();
  for (const _ of [1, 2, 3, 4, 5]) await page.evaluate(() => void setTimeout(() => Promise.reject(new Error('a bug'))));
  await expect(page.getByRole('alert').filter({ hasText: 'Something went wrong in this page' })).toBeVisible();
  await expect(banner(page)).toHaveCount(1);
  expect(Math.max(...taken.values())).toBeLessThanOrEqual(2 * TRIES);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().close();
});

test('plugins and formatting that are gone leave the words of a message, and one offer to reload', async ({
  browser,
}) => {
  const rivera = await signIn(browser, 'rivera@oakwood.example');
  await enter(rivera);
  const said = unique('plain words');
  await rivera.say(`**${said}**`);
  await expect(rivera.message(said)).toBeVisible();
  await rivera.context.close();

  const page = await signedInPage(browser);
  const taken = await takeParts(page, /\.tell\.mutate|\.deliver\.mutate|linkify|strikethrough/);
  await page.goto('/');
  const screen = screenOf(page, page.context());
  await enter(screen);
  await expect(screen.message(said)).toBeVisible();
  await expect(banner(page)).toHaveCount(1);
  await screen.say(unique('and one can write'));
  expect(taken.size).toBeGreaterThan(1);
  expect(Math.max(...taken.values())).toBeLessThanOrEqual(2 * TRIES);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().close();
});

test('without a network a dialog is asked for once, and comes when the network is back', async ({ browser }) => {
  const screen = await fresh(browser);
  // A part that is on its way when the network goes is lost to this page: only those never asked for come by themselves.
  await expect(screen.composer).toBeVisible();
  await expect(screen.log.locator('strong').first()).toBeVisible();
  await screen.log.getByRole('article').last().hover();
  await expect(screen.page.getByRole('toolbar').last()).toBeVisible();
  await screen.context.setOffline(true);
  await screen.page.waitForFunction(() => !navigator.onLine);
  const counts = countRequests(screen.page);
  const browse = screen.page.getByRole('button', { name: 'Browse rooms' });
  await browse.click();
  await expect(screen.page.getByText('We cannot reach the school').first()).toBeVisible();
  for (const _ of [1, 2, 3, 4]) await browse.click();
  await expect(banner(screen.page)).toHaveCount(0);
  expect(most(counts)).toBeLessThanOrEqual(2 * TRIES);
  await screen.context.setOffline(false);
  await expect(async () => {
    await browse.click({ timeout: 1_000 });
    await expect(screen.page.getByRole('dialog')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await screen.page.unrouteAll({ behavior: 'ignoreErrors' });
  await screen.context.close();
});
