import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { LOOKS, offences } from './axe.ts';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { ask, fillSignIn, type Screen, signIn } from './people.ts';

// A teacher shows a class's code to the last row, and pupils come in by its link: new ones, old ones, those who are in it.
let homeroom: Homeroom;
let rivera: Screen;
let code = '';
let link = '';
const NEW_PASSWORD = 'a lamp by the window';

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom({ port });
  rivera = await signIn(browser, 'rivera@oakwood.example', { permissions: ['clipboard-read', 'clipboard-write'] });
  await ask(rivera, 'classrooms.create', { title: 'Chemistry 8A' });
});
test.afterAll(() => homeroom.stop());

const dialog = () => rivera.page.getByRole('dialog', { name: 'Class people' });
async function openCodes({ page }: Pick<Screen, 'page'>, title = 'Chemistry 8A'): Promise<void> {
  const menu = page.getByRole('button', { name: `Menu of ${title}` });
  // A row that comes late moves the list under the pointer, and a press that begins on one row and ends on another is none.
  await expect(async () => {
    if ((await menu.getAttribute('aria-expanded')) !== 'true') await menu.click({ timeout: 2_000 });
    await page.getByRole('menuitem', { name: 'Class codes' }).click({ timeout: 2_000 });
  }).toPass();
}
const phone = async (browser: Browser): Promise<Page> =>
  (
    await browser.newContext({ baseURL: homeroom.url, locale: 'en-GB', viewport: { width: 390, height: 844 } })
  ).newPage();
/** Saves the school's file, and waits until strangers are told so. */
async function register(by: 'closed' | 'code' | '{ domains: [oakwood.example] }'): Promise<void> {
  const file = join(homeroom.schoolsDir, 'oakwood.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^registration:.*$/m, `registration: ${by}`));
  const told = by.startsWith('{') ? 'domains' : by;
  await expect(async () => {
    const answer = await fetch(`${homeroom.url}/trpc/session.front`);
    const { result } = (await answer.json()) as {
      result: { data: { schools: { slug: string; registration: string }[] } };
    };
    expect(result.data.schools.find(({ slug }) => slug === 'oakwood')?.registration).toBe(told);
  }).toPass();
}

test('a code fills the screen, read from the last row in every look, and Escape leaves', async ({ browser }) => {
  await register('code');
  await rivera.page.reload();
  await openCodes(rivera);
  await dialog().getByRole('button', { name: 'Make a code' }).click();
  await dialog()
    .getByRole('button', { name: /^Show .* full screen$/ })
    .click();
  const screen = rivera.page.getByRole('dialog', { name: 'Code for Chemistry 8A' });
  await expect(screen.getByText(`127.0.0.1:${port}/oakwood/join`)).toBeVisible();
  const shown = (await screen.locator('.big').textContent()) ?? '';
  code = shown.trim().replace('-', '');
  expect(code).toMatch(/^[A-Z2-9]{8}$/);
  await expect(screen.getByRole('img', { name: 'QR code of the link for Chemistry 8A' })).toBeVisible();
  expect(await offences(rivera.page, '[role=dialog]:last-of-type')).toEqual([]);
  for (const { viewport } of [
    ...LOOKS,
    { viewport: { width: 320, height: 700 } },
    { viewport: { width: 1024, height: 600 } },
  ]) {
    await rivera.page.setViewportSize(viewport);
    const big = await screen.locator('.big').boundingBox();
    expect((big?.x ?? -1) >= 0 && (big?.x ?? 0) + (big?.width ?? 0) <= viewport.width, `${viewport.width}`).toBe(true);
    expect(big?.height).toBeGreaterThan(45);
    expect(await screen.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  }
  await rivera.page.setViewportSize({ width: 1280, height: 844 });
  await rivera.page.keyboard.press('Escape');
  await expect(screen).toHaveCount(0);
  await expect(dialog()).toBeVisible();
  expect(browser.isConnected()).toBe(true);
});

test('its link has the code behind the #, where no server sees it', async () => {
  await dialog()
    .getByRole('button', { name: `Copy link of ${code}` })
    .click();
  link = await rivera.page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${homeroom.url}/oakwood/join#${code}`);
});

test('somebody new registers with the code filled in, and is in the class', async ({ browser }) => {
  const page = await phone(browser);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  // A link that opens nothing is told at once, here and where an account is made.
  for (const path of ['/oakwood/join', '/register?school=oakwood']) {
    await page.goto(`${homeroom.url}${path}#NOSUCHCODE`);
    await expect(page.getByLabel('Class code')).toHaveAccessibleDescription(/That code does not work/);
  }
  await page.goto(link);
  await expect(page.getByLabel('Class code')).toHaveValue(code);
  await expect(page.getByLabel('Class code')).not.toHaveAccessibleDescription(/That code does not work/);
  expect(await offences(page)).toEqual([]);
  await page.getByRole('link', { name: 'Make an account with this code' }).click();
  await expect(page.getByLabel('Class code')).toHaveValue(code);
  await page.getByLabel('Name').fill('Eva Moreno');
  await page.getByLabel('Email').fill('eva@home.example');
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Make account' }).click();
  await expect(page.getByRole('region', { name: 'Chemistry 8A' })).toBeVisible();
  expect(asked.filter((url) => url.split('#')[0]?.includes(code))).toEqual([]);
  await page.context().close();
});

test('somebody with an account signs in and joins; who is in the class already lands in it', async ({ browser }) => {
  const page = await phone(browser);
  await page.goto(link);
  await page.getByRole('link', { name: 'Sign in and join' }).click();
  await fillSignIn(page, 'ana@oakwood.example');
  await expect(page.getByRole('heading', { name: 'Join Chemistry 8A?' })).toBeVisible();
  await expect(page.getByText('You are signed in as Ana')).toBeVisible();
  expect(await offences(page)).toEqual([]);
  await page.getByRole('button', { name: 'Join class' }).click();
  await expect(page.getByText('This is the beginning of Class room')).toBeVisible();
  const room = page.url();
  await page.goto(link);
  await expect(page).toHaveURL(room);
  await page.context().close();
});

test('somebody who is signed in at another school is told so, and nobody is put into a class unasked', async ({
  browser,
}) => {
  const fay = await signIn(browser, 'fay@elmgrove.example');
  await fay.page.waitForURL('**/elmgrove/*/*');
  const other = await fay.context.newPage();
  await other.goto(fay.page.url());
  await expect(other.getByRole('textbox', { name: /^Message to/ })).toBeVisible();
  await fay.page.goto(link);
  await expect(
    fay.page.getByText('You are signed in at Elmgrove School. The code is of Oakwood School.'),
  ).toBeVisible();
  await fay.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(fay.page.getByLabel('Class code')).toHaveValue(code);
  // It may be another person's turn: nothing leads them back to where Fay was.
  await expect(other).toHaveURL(/\/sign-in$/);
  await fay.context.close();
});

test('a code that has ended says so before anything is typed', async ({ browser }) => {
  const page = await phone(browser);
  const ben = await signIn(browser, 'ben@oakwood.example');
  await ben.page.goto(link);
  await expect(ben.page.getByRole('heading', { name: 'Join Chemistry 8A?' })).toBeVisible();
  await dialog()
    .getByRole('button', { name: `End the code ${code}` })
    .click();
  await expect(dialog().getByText('No codes right now')).toBeVisible();
  await ben.page.getByRole('button', { name: 'Join class' }).click();
  await expect(ben.page.getByRole('alert')).toContainText('That code does not work.');
  await ben.page.reload();
  await expect(ben.page.getByLabel('Class code')).toHaveAccessibleDescription(/may have ended/);
  await page.goto(link);
  await page.getByRole('link', { name: 'Make an account with this code' }).click();
  await page.getByLabel('Name').fill('Finn Berg');
  await page.getByLabel('Email').fill('finn@home.example');
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Make account' }).click();
  await expect(page.getByLabel('Class code')).toHaveAccessibleDescription(/may have ended/);
  await ben.context.close();
  await page.context().close();
});

test('at a school that makes the accounts itself the codes say so, and so do the pages of a link', async ({
  browser,
}) => {
  await register('closed');
  await rivera.page.reload();
  await openCodes(rivera);
  await expect(dialog().getByText(/Nobody without an account can register with a code.*Ask an admin/)).toBeVisible();
  await dialog().getByRole('button', { name: 'Make a code' }).click();
  await dialog()
    .getByRole('button', { name: /^Show .* full screen$/ })
    .click();
  await expect(rivera.page.getByText('It works for people who have an account of this school.')).toBeVisible();
  await rivera.page.keyboard.press('Escape');
  const page = await phone(browser);
  await page.goto(link);
  await expect(page.getByText(/does not make accounts by class codes.*ask your teacher to add you/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Make an account' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Sign in and join' })).toBeVisible();
  await page.goto(`${homeroom.url}/register?school=oakwood#${code}`);
  await expect(page.getByText(/does not make accounts by class codes/)).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveCount(0);
  await page.context().close();
});

test('there an admin finds the switch beside the codes, and from then on a code is enough', async ({ browser }) => {
  const head = await (await browser.newContext({ baseURL: homeroom.url, locale: 'en-GB' })).newPage();
  await head.goto('/sign-in');
  await fillSignIn(head, 'head@oakwood.example');
  await openCodes({ page: head });
  await head.getByRole('button', { name: 'Allow it' }).click();
  await expect(head.getByText('From now on a class code is enough to register.')).toBeVisible();
  await expect(head.getByText('Anybody who enters a code joins the class at once.')).toBeVisible();
  await expect(head.getByRole('button', { name: 'Allow it' })).toHaveCount(0);
  expect(readFileSync(join(homeroom.schoolsDir, 'oakwood.yaml'), 'utf8')).toMatch(/^registration: code/m);
  const page = await phone(browser);
  await page.goto(link);
  await expect(page.getByRole('link', { name: 'Make an account with this code' })).toBeVisible();
  for (const context of [head.context(), page.context()]) await context.close();
});

test('where addresses of the school register, a code’s link leads there', async ({ browser }) => {
  await register('{ domains: [oakwood.example] }');
  await rivera.page.reload();
  await openCodes(rivera);
  await expect(dialog().getByText(/registers with an address of the school first/)).toBeVisible();
  const page = await phone(browser);
  await page.goto(link);
  await page.getByRole('link', { name: 'Make an account' }).click();
  await expect(page.getByText(/Oakwood School sends no email yet/)).toBeVisible();
  await page.context().close();
});
