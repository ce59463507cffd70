import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { LOOKS, offences } from './axe.ts';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { enter, fillSignIn, signIn, unique } from './people.ts';

// An admin sets up the school by its page; it stands in the file, and on everybody's screen at once.
let homeroom: Homeroom;
let head: Page;
let before: string;

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom({ port });
  before = text();
  head = await openSettings(browser);
});
test.afterAll(() => homeroom.stop());
test.afterEach(async () => {
  chmodSync(homeroom.schoolsDir, 0o755);
  writeFileSync(file(), before);
  await head.goto('about:blank');
  await head.goto(`${homeroom.url}/oakwood/admin/settings`);
  await expect(head.getByRole('switch', { name: 'Reactions' })).toBeVisible();
});

const file = () => join(homeroom.schoolsDir, 'oakwood.yaml');
const text = () => readFileSync(file(), 'utf8');
const save = () => head.getByRole('button', { name: 'Save', exact: true });
const saved = () => expect(head.getByText('The settings are saved.').last()).toBeVisible();

/** The page, found by the menu. */
async function openSettings(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: homeroom.url, locale: 'en-GB' })).newPage();
  await page.goto('/sign-in');
  await fillSignIn(page, 'head@oakwood.example');
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await page.getByRole('menuitem', { name: 'School settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'School settings' })).toBeVisible();
  return page;
}

test('a plugin that an admin switches off is gone from a room that is open, and comes back with what was written', async ({
  browser,
}) => {
  const rivera = await signIn(browser, 'rivera@oakwood.example');
  await enter(rivera);
  const said = unique('Well done');
  await rivera.say(said);
  await rivera.press(said, /👍/);
  const chip = rivera.message(said).getByRole('button', { name: /^👍/ });
  await expect(chip).toContainText('1');
  const reactions = head.getByRole('switch', { name: 'Reactions' });
  await reactions.uncheck();
  await expect(head.getByText('What was written with it is kept').first()).toBeVisible();
  await expect(head.getByText('1 change', { exact: true })).toBeVisible();
  await save().click();
  await saved();
  await expect(chip).toHaveCount(0);
  expect(text()).toBe(before.replace('reactions: true', 'reactions: false'));
  await reactions.check();
  await save().click();
  await expect(chip).toContainText('1');
  expect(text()).toBe(before);
  await expect(head.getByText('Reactions: off → on').first()).toBeVisible();
  await expect(head.getByText('Reactions: on → off').first()).toBeVisible();
});

test('by the keyboard alone: settings of a plugin, the way to register, and what is wrong is marked and not sent', async () => {
  await head.locator('summary[aria-label="Settings of Reactions"]').focus();
  await head.keyboard.press('Enter');
  const most = head.getByRole('textbox', { name: 'Different emoji a message can hold' });
  await most.focus();
  await head.keyboard.press('Control+A');
  await head.keyboard.type('999');
  await head.keyboard.press('Enter');
  await expect(most).toHaveAttribute('aria-invalid', 'true');
  await expect(most).toBeFocused();
  await expect(head.getByText('Give a whole number from 1 to 100.')).toBeVisible();
  expect(text()).toBe(before);
  await head.keyboard.press('Control+A');
  await head.keyboard.type('7');
  await head.getByRole('radio', { name: /^Pupils with a class code/ }).focus();
  await head.keyboard.press('ArrowDown');
  await head.getByRole('textbox', { name: 'Endings of these addresses' }).focus();
  await head.keyboard.type('Oakwood.example, x');
  await head.keyboard.press('Enter');
  await expect(head.getByText('Is not a mail domain', { exact: false })).toBeVisible();
  expect(text()).toBe(before);
  await head.keyboard.press('Backspace');
  await head.keyboard.press('Enter');
  await saved();
  expect(text()).toBe(
    before
      .replace('registration: code', 'registration:\n  domains: [ oakwood.example ]')
      .replace('  reactions: true', '  reactions:\n    perMessage: 7'),
  );
});

test('who saves over another’s change is told by whom it was, and keeps what they typed', async ({ browser }) => {
  const other = await openSettings(browser);
  await head.getByRole('textbox', { name: 'Name of the school' }).fill('Oakwood Academy');
  await other.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Dublin');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByText('The settings are saved.')).toBeVisible();
  await save().click();
  await expect(head.getByText(/changed meanwhile by Dr Amina Hale/)).toBeVisible();
  await head.getByRole('button', { name: 'Load the newest' }).click();
  await expect(head.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Dublin');
  await expect(head.getByRole('textbox', { name: 'Name of the school' })).toHaveValue('Oakwood Academy');
  await save().click();
  await saved();
  expect(text()).toBe(before.replace('Oakwood School', 'Oakwood Academy').replace('Europe/London', 'Europe/Dublin'));
  await expect(other.getByRole('button', { name: 'Oakwood Academy' })).toBeVisible();
});

test('a file that cannot be written, or has mistakes, is shown and cannot be changed', async () => {
  chmodSync(homeroom.schoolsDir, 0o555);
  await head.reload();
  await expect(head.getByText('The server cannot write this school’s file')).toBeVisible();
  await expect(head.getByRole('switch', { name: 'Reactions' })).toBeDisabled();
  await expect(head.getByRole('textbox', { name: 'Name of the school' })).toBeDisabled();
  chmodSync(homeroom.schoolsDir, 0o755);
  writeFileSync(file(), before.replace('typing:', 'typingz:'));
  await head.getByRole('button', { name: 'Look again' }).click();
  await expect(head.getByText(/^Line \d+: plugins.typingz is not a plugin that is installed/)).toBeVisible();
  writeFileSync(file(), before);
  await head.getByRole('button', { name: 'Look again' }).click();
  await expect(head.getByRole('switch', { name: 'Reactions' })).toBeEnabled();
});

test('nobody else has the page', async ({ browser }) => {
  const { page } = await signIn(browser, 'rivera@oakwood.example');
  await page.goto('/oakwood/admin/settings');
  await expect(page.getByText('School settings')).toHaveCount(0);
  await page.goto('/');
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await expect(page.getByRole('menuitem', { name: 'School settings' })).toHaveCount(0);
});

test('the page is usable for everybody: open, with something wrong, and closed', async () => {
  for (const { colorScheme, viewport } of LOOKS) {
    await head.emulateMedia({ colorScheme });
    await head.setViewportSize(viewport);
    for (const summary of await head.locator('summary').all()) await summary.click();
    await head.getByRole('textbox', { name: 'Largest file, in megabytes' }).fill('0');
    await save().click();
    await expect(head.getByText('Look at what is marked')).toBeVisible();
    expect(await offences(head)).toEqual([]);
    await head.getByRole('button', { name: 'Discard' }).click();
    for (const summary of await head.locator('summary').all()) await summary.click();
    expect(await offences(head)).toEqual([]);
  }
});
