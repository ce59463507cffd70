import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { offences } from './axe.ts';
import { freePort, Homeroom } from './homeroom.ts';
import { enter, type Screen, screenOf } from './people.ts';

// From nothing to a first lesson: README's one command, and then by browser alone. No mail server, no demo, no address of a pupil.
let homeroom: Homeroom;
let head: Page;
let adler: Screen;
let pupils: readonly Pupil[] = [];
/** As README's command prints it. */
let adminLink = '';
let teacherLink = '';
const PASSWORD = 'a lamp by the window';
const CLASS = 'Biology 7B';
const WITH_CARD = ['Ana Lopez', 'Ben Okafor'];
const BY_NAME = ['Chidi Eze', 'Dora Lind', 'Noé Dupont'];
const USER_NAMES = ['chidi.eze', 'dora.lind', 'noe.dupont'];

interface Pupil extends Screen {
  readonly name: string;
}

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  homeroom = new Homeroom(port, { DEMO: '0' }, 'empty');
  const made = ['create-school', 'birch-hill', '--title', 'Birch Hill', '--admin', 'head@birch-hill.example'];
  adminLink = /http\S+/.exec(await homeroom.admin(...made))?.[0] ?? '';
  await homeroom.start();
  head = await freshScreen(browser);
});
test.afterAll(() => homeroom.stop());

const freshScreen = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ baseURL: homeroom.url, locale: 'en-GB', timezoneId: 'Europe/London' })).newPage();
const dialogOf = (page: Page): Locator => page.getByRole('dialog').last();

test('the first admin comes in by the link that the command prints, and sees what to do first', async () => {
  await head.goto(adminLink);
  await expect(head.getByRole('heading', { name: 'Join Birch Hill' })).toBeVisible();
  await head.getByLabel('Name').fill('Mr Head');
  await head.getByLabel('Choose a password').fill(PASSWORD);
  await head.getByRole('button', { name: 'Join' }).click();
  const steps = head.getByRole('region', { name: 'First steps' });
  await expect(steps.getByRole('listitem')).toHaveCount(4);
  await expect(steps).toContainText('Add your students');
  expect(await offences(head)).toEqual([]);
});

test('they look at the settings of the school, and are back at the steps that are left', async () => {
  await head.getByRole('link', { name: 'Open settings' }).click();
  await expect(head).toHaveURL(`${homeroom.url}/birch-hill/admin/settings`);
  await expect(head.getByRole('heading', { level: 1 })).toBeVisible();
  await head.goto('/');
  const steps = head.getByRole('region', { name: 'First steps' });
  await expect(steps.getByRole('listitem').first()).toContainText('Done');
});

test('they invite a teacher, and are given the link, for no mail is sent', async () => {
  await head.getByRole('link', { name: 'Invite staff' }).click();
  await head.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(dialogOf(head)).toContainText('No email is sent');
  await dialogOf(head).getByRole('textbox', { name: 'Email' }).fill('adler@birch-hill.example');
  await dialogOf(head).getByRole('textbox', { name: 'Name' }).fill('Ms Adler');
  await dialogOf(head).getByRole('combobox', { name: 'Role' }).selectOption('Teacher');
  await dialogOf(head).getByRole('button', { name: 'Make invitation' }).click();
  const shown = head.getByRole('dialog', { name: 'Invitation for Ms Adler' });
  teacherLink = await shown.getByText('/invitation?token=').innerText();
  await shown.getByRole('button', { name: 'Done' }).click();
});

test('the teacher opens a class, adds five pupils from a list, and shows the code', async ({ browser }) => {
  const page = await freshScreen(browser);
  await page.goto(teacherLink);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('main').getByRole('button', { name: 'New class' }).click();
  await page.getByLabel('Class name').fill(CLASS);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Paste a list' }).click();
  await dialogOf(page)
    .getByLabel('One person a line')
    .fill(['Name', ...WITH_CARD, ...BY_NAME].join('\n'));
  await dialogOf(page).getByRole('button', { name: 'Check the list' }).click();
  await dialogOf(page).getByRole('button', { name: 'Add 5 people' }).click();
  await expect(dialogOf(page)).toContainText('5 have an account without an address.');
  await dialogOf(page).getByRole('tab', { name: 'Class codes' }).click();
  await expect(dialogOf(page)).toContainText('Anybody who enters a code joins the class at once.');
  await dialogOf(page).getByRole('button', { name: 'Make a code' }).click();
  await dialogOf(page)
    .getByRole('button', { name: /full screen$/ })
    .click();
  const screen = page.getByRole('dialog', { name: `Code for ${CLASS}` });
  await expect(screen).toContainText(`127.0.0.1:${port}/birch-hill/join`);
  await page.keyboard.press('Escape');
  await expect(screen).toHaveCount(0);
  adler = screenOf(page, page.context());
});

test('two pupils come in by the cards that are printed for them', async ({ browser }) => {
  const { page } = adler;
  await dialogOf(page).getByRole('tab', { name: 'Cards' }).click();
  await dialogOf(page).getByLabel('All pupils').uncheck();
  for (const name of WITH_CARD) await dialogOf(page).getByLabel(`Choose ${name}`).check();
  await dialogOf(page).getByRole('button', { name: 'Print 2 class cards' }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
  for (const name of WITH_CARD) {
    const parts = await page.getByRole('article').filter({ hasText: name }).locator('.font-mono').allInnerTexts();
    const [address = '', code = ''] = parts.slice(-2);
    const pupil = await freshScreen(browser);
    await pupil.goto(`http://${address}#${code}`);
    await expect(pupil.getByRole('region', { name: CLASS })).toBeVisible();
    pupils = [...pupils, { name, ...screenOf(pupil, pupil.context()) }];
  }
});

test('three come in by user name and a one-time password, and choose their own', async ({ browser }) => {
  for (const [at, name] of BY_NAME.entries()) {
    await head.goto('/birch-hill/admin/people');
    await head.getByRole('searchbox', { name: 'Search people' }).fill(USER_NAMES[at] ?? '');
    await head.getByRole('link', { name }).click();
    await head.getByRole('button', { name: 'One-time password' }).click();
    await dialogOf(head).getByRole('button', { name: 'Make it' }).click();
    const slip = await head.locator('[data-slip] dd').nth(2).innerText();
    await expect(head.locator('[data-slip]')).toContainText(USER_NAMES[at] ?? '');
    const page = await freshScreen(browser);
    await page.goto('/');
    await page.getByLabel('Email or user name').fill(USER_NAMES[at] ?? '');
    await page.getByLabel('Password', { exact: true }).fill(slip);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('New password', { exact: true }).fill(`${PASSWORD} ${at}`);
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await expect(page.getByRole('region', { name: CLASS })).toBeVisible();
    pupils = [...pupils, { name, ...screenOf(page, page.context()) }];
  }
});

test('the first lesson: what the teacher writes stands on five screens, and each answer on hers', async () => {
  await adler.page.getByRole('button', { name: 'Back to the class' }).click();
  await enter(adler);
  for (const pupil of pupils) await enter(pupil);
  await adler.say('Good morning! Who brought a leaf?');
  for (const pupil of pupils) await expect(pupil.message('Who brought a leaf?')).toContainText('Ms Adler');
  for (const pupil of pupils) await pupil.say(`${pupil.name} did`);
  for (const { name } of pupils) await expect(adler.message(`${name} did`)).toBeVisible();
});

test('the first steps are done, and are not shown any more', async () => {
  await head.goto('/');
  await expect(
    head
      .getByText('You are in no active room')
      .or(head.getByRole('region', { name: CLASS }))
      .first(),
  ).toBeVisible();
  await expect(head.getByRole('region', { name: 'First steps' })).toHaveCount(0);
});
