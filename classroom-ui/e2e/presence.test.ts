import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { offences } from './axe.ts';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { ask, enter, type Screen, signIn } from './people.ts';

// A teacher looks who is here; a student comes and goes, with one page open and with two.
let homeroom: Homeroom;
let rivera: Screen;
let ana: Screen;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom();
  const at = (name: string) => signIn(browser, `${name}@oakwood.example`, { baseURL: homeroom.url });
  [rivera, ana] = await Promise.all([at('rivera'), at('ana')]);
  for (const screen of [rivera, ana]) await enter(screen);
  await showPeople(rivera.page);
});
test.afterAll(async () => {
  for (const { context } of [rivera, ana]) await context.close();
  await homeroom.stop();
});

const showPeople = (page: Page): Promise<void> =>
  page
    .getByRole('main')
    .getByRole('button', { name: /^\d+ people/ })
    .click();
/** Somebody's line in the panel of people. */
const line = ({ page }: Screen, name: string): Locator =>
  page.getByRole('complementary').getByRole('listitem').filter({ hasText: name });
const anas = (): Locator => line(rivera, 'Ana Duarte');
const openOwnMenu = ({ page }: Screen): Promise<void> =>
  page
    .getByRole('navigation', { name: 'Rooms' })
    .getByRole('button', { name: /^Ana Duarte/ })
    .click();

async function chooseByKeys(screen: Screen, item: string): Promise<void> {
  await openOwnMenu(screen);
  const chosen = screen.page.getByRole('menuitemradio', { name: item });
  await expect(chosen).toHaveAttribute('aria-checked', 'false');
  await screen.page.keyboard.press('ArrowDown');
  await chosen.focus();
  await screen.page.keyboard.press('Enter');
}

test('one of two pages closed changes nothing; with the last somebody is offline, and was just seen', async ({
  browser,
}) => {
  await expect(anas()).toContainText('Online');
  await expect(line(rivera, 'Ben Whitlock')).not.toContainText('Online');
  const second = await ana.context.newPage();
  await second.goto(ana.page.url());
  await expect(second.getByRole('log')).toBeVisible();
  const ben = await signIn(browser, 'ben@oakwood.example', { baseURL: homeroom.url });
  await expect(line(rivera, 'Ben Whitlock')).toContainText('Online');
  await ana.page.close();
  await ben.context.close();
  // His socket closed after hers: both are believed to be gone.
  await expect(line(rivera, 'Ben Whitlock')).toContainText('Last seen');
  await expect(anas()).toContainText('Online');
  const address = second.url();
  await second.close();
  await expect(anas()).toContainText('Last seen this minute');
  const page = await ana.context.newPage();
  await page.goto(address);
  await expect(anas()).toContainText('Online');
  ana = { ...ana, page };
});

test('whoever chooses busy is busy on the other screen, in the panel and beside their name, and busy when they come back', async () => {
  await ask(ana, 'messages.send', await messageFor(ana, 'Here I am'));
  const mark = rivera.message('Here I am').getByRole('img');
  await expect(mark.and(rivera.page.getByLabel('Online'))).toBeVisible();
  await chooseByKeys(ana, 'Busy');
  await expect(anas()).toContainText('Busy');
  await expect(mark.and(rivera.page.getByLabel('Busy'))).toBeVisible();
  await ana.page.reload();
  await expect(anas()).toContainText('Busy');
  await chooseByKeys(ana, 'Available');
  await expect(anas()).toContainText('Online');
});

test('a page nobody touches makes somebody away, a touch brings them back', async () => {
  setPresence(['awayAfter: 1']);
  await ana.page.clock.install();
  await ana.page.reload();
  await expect(ana.page.getByRole('log')).toBeVisible();
  await expect(anas()).toContainText('Online');
  // The page may not have heard of the shorter time yet: then it idles on.
  await expect(async () => {
    await ana.page.clock.runFor(70_000);
    await expect(anas()).toContainText('Away', { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await ana.page.keyboard.press('Shift');
  await expect(anas()).toContainText('Online');
});

test('whoever hides shows nothing, not even when they were last seen, and sees nothing of others', async () => {
  await showPeople(ana.page);
  await rivera.page.keyboard.press('Shift');
  await expect(line(ana, 'Rivera')).toContainText('Online');
  const profile = await ana.context.newPage();
  await profile.goto('/profile');
  const share = profile.getByRole('switch', { name: 'Show others whether I am here' });
  await expect(share).toBeChecked();
  await share.press('Space');
  for (const word of ['Online', 'Last seen']) {
    await expect(anas()).not.toContainText(word);
    await expect(line(ana, 'Rivera')).not.toContainText(word);
  }
  expect(await offences(profile)).toEqual([]);
  await share.press('Space');
  await expect(anas()).toContainText('Online');
  // On a slow machine she has touched nothing for a minute by now, and is away.
  await rivera.page.keyboard.press('Shift');
  await expect(line(ana, 'Rivera')).toContainText('Online');
  await profile.close();
});

test('in a conversation of two the head says what the other is', async () => {
  await anas().getByRole('button', { name: 'Message Ana Duarte privately' }).click();
  await expect(rivera.page.getByRole('heading', { level: 1 })).toHaveText('Ana Duarte');
  await expect(rivera.page.locator('header [data-presence-of]')).toHaveText('Online');
  await enter(rivera);
  await showPeople(rivera.page);
});

test('axe objects to nothing', async () => {
  await expect(anas()).toContainText('Online');
  expect(await offences(rivera.page, 'main')).toEqual([]);
  await openOwnMenu(ana);
  await expect(ana.page.getByRole('menuitemradio', { name: 'Busy' })).toBeVisible();
  expect(await offences(ana.page)).toEqual([]);
  await ana.page.keyboard.press('Escape');
});

test('a server that is killed takes with it who does not come back', async () => {
  const address = ana.page.url();
  await homeroom.kill();
  await ana.page.close();
  await homeroom.start();
  await expect(anas()).toContainText('Last seen', { timeout: 15_000 });
  await expect(line(rivera, 'Rivera')).toContainText('Online');
  const page = await ana.context.newPage();
  await page.goto(address);
  await expect(anas()).toContainText('Online');
  ana = { ...ana, page };
});

test('switched off, nothing of it is left on open screens; on again it is back', async () => {
  await chooseByKeys(ana, 'Busy');
  await expect(anas()).toContainText('Busy');
  setPresence(false);
  await expect(rivera.page.locator('[data-presence]')).toHaveCount(0);
  await expect(anas()).toContainText('Last seen');
  await openOwnMenu(ana);
  await expect(ana.page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expect(ana.page.getByRole('menuitemradio', { name: 'Busy' })).toHaveCount(0);
  await ana.page.keyboard.press('Escape');
  setPresence(true);
  await expect(anas()).toContainText('Busy');
});

async function messageFor(screen: Screen, text: string): Promise<object> {
  const roomId = new URL(screen.page.url()).pathname.split('/').at(-1);
  return { roomId, text, clientId: crypto.randomUUID() };
}

/** Saves the school's file with the plugin off, on, or on with settings. */
function setPresence(chosen: boolean | readonly string[]): void {
  const file = join(homeroom.schoolsDir, 'oakwood.yaml');
  const value = typeof chosen === 'boolean' ? ` ${chosen}` : chosen.map((setting) => `\n    ${setting}`).join('');
  const text = readFileSync(file, 'utf8').replace(/^ {2}presence:.*(\n {4}.*)*/m, `  presence:${value}`);
  writeFileSync(file, text);
}
