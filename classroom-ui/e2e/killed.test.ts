import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { enter, type Screen, signIn } from './people.ts';

let homeroom: Homeroom;

test.beforeAll(async () => {
  homeroom = await startHomeroom();
});
test.afterAll(() => homeroom.stop());

test('a server killed while two people type loses nothing it acknowledged and doubles nothing, on both screens', async ({
  browser,
}) => {
  const baseURL = homeroom.url;
  const rivera = await signIn(browser, 'rivera@oakwood.example', { baseURL, viewport: TALL });
  const ana = await signIn(browser, 'ana@oakwood.example', { baseURL, viewport: TALL });
  await enter(rivera);
  await enter(ana);
  // What the server is killed in the middle of is sending, not the loading of the page.
  for (const { page } of [rivera, ana]) await expect(page.getByRole('button', { name: 'Bold' })).toBeVisible();
  const mark = `kill${randomUUID().slice(0, 6)}`;
  const typing = Promise.all([type(rivera, `${mark} r`), type(ana, `${mark} a`)]);
  await expect.poll(async () => (await rivera.texts(mark)).length).toBeGreaterThan(2);
  await homeroom.kill();
  await homeroom.start();
  await typing;
  await settle(rivera);
  await settle(ana);
  const all = [...numbered(`${mark} r`), ...numbered(`${mark} a`)].sort();
  await expect(async () => {
    const seen = await rivera.texts(mark);
    expect([...seen].sort()).toEqual(all);
    expect(await ana.texts(mark)).toEqual(seen);
  }).toPass({ timeout: 30_000 });
  // From history the same, in the same order.
  const live = await ana.texts(mark);
  await ana.page.reload();
  await expect(ana.message(live.at(-1) ?? '')).toBeVisible();
  expect(await ana.texts(mark)).toEqual(live);
});

const MESSAGES = 8;

/** The list draws what is near the window only: all that is typed here has to stand in it, each under a name of its own. */
const TALL = { width: 1280, height: 2_000 };

const numbered = (mark: string): string[] => Array.from({ length: MESSAGES }, (_, n) => `${mark}${n}`);

async function type(screen: Screen, mark: string): Promise<void> {
  for (const text of numbered(mark)) {
    await screen.say(text);
    await expect(screen.message(text)).toBeVisible();
  }
}

/** Sends what the screen says was not sent, until all of it was. */
async function settle({ page }: Screen): Promise<void> {
  await expect(async () => {
    const retry = page.getByRole('button', { name: 'Try again' }).first();
    if (await retry.isVisible()) await retry.click({ timeout: 1_000 });
    await expect(page.getByText('Not sent')).toHaveCount(0, { timeout: 500 });
    await expect(page.getByText('Sending', { exact: true })).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 45_000 });
}
