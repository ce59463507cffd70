import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test';
import { offences } from './axe.ts';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { PASSWORD, type Screen, signIn } from './people.ts';

// A class in which nobody has a mail address: its teacher prints cards, and pupils are in by pointing a camera at them.
let homeroom: Homeroom;
let rivera: Screen;
let pupil: { context: BrowserContext; page: Page };
let first = '';

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom({ port });
  rivera = await signIn(browser, 'rivera@oakwood.example');
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } });
  pupil = { context, page: await context.newPage() };
});
test.afterAll(() => homeroom.stop());
test.describe.configure({ mode: 'serial' });

const dialog = (): Locator => rivera.page.getByRole('dialog');
const card = (name: string): Locator => rivera.page.getByRole('article').filter({ hasText: name });
/** As a camera reads it, or somebody types it. */
async function addressOn(name: string): Promise<string> {
  const [address = '', code = ''] = await card(name)
    .locator('.font-mono')
    .evaluateAll((parts) => parts.slice(-2).map((part) => part.textContent ?? ''));
  return `http://${address}#${code}`;
}
async function openCards(): Promise<void> {
  await rivera.page.getByRole('button', { name: 'Menu of First form' }).click();
  await rivera.page.getByRole('menuitem', { name: 'Class people' }).click();
  await dialog().getByRole('tab', { name: 'Cards' }).click();
}

test('a teacher adds pupils without addresses, and the preview says what they sign in with', async () => {
  const { page } = rivera;
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await page.getByRole('menuitem', { name: 'New class' }).click();
  await page.getByLabel('Class name').fill('First form');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Paste a list' }).click();
  await dialog().getByLabel('One person a line').fill('Name\nMia Berg\nNoé Dupont\nMia Berg');
  await dialog().getByRole('button', { name: 'Check the list' }).click();
  await expect(dialog().getByRole('row').filter({ hasText: 'Noé Dupont' })).toContainText('noe.dupont');
  await expect(dialog().getByText('Line 2 has this name too.')).toBeVisible();
  await dialog().getByRole('button', { name: 'Add 2 people' }).click();
  await expect(dialog().getByText('2 have an account without an address.')).toBeVisible();
});

test('and prints cards for them', async () => {
  const { page } = rivera;
  await dialog().getByRole('tab', { name: 'Cards' }).click();
  await expect(dialog().getByText('No card yet')).toHaveCount(2);
  expect(await offences(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Print 2 class cards' }).click();
  await expect(page.getByRole('heading', { name: 'Class cards · First form' })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(card('Noé Dupont')).toContainText('noe.dupont');
  await expect(card('Noé Dupont')).toContainText('Oakwood School');
  expect(await offences(page)).toEqual([]);
  first = await addressOn('Mia Berg');
  expect(first).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/card#[A-Z0-9-]{32}$`));
});

test('the address of a card opens the class, and the code stays in no address', async () => {
  const { page } = pupil;
  await page.goto(first);
  await expect(page.getByText('First form').first()).toBeVisible();
  expect(page.url()).not.toContain('#');
  await page.goBack().catch(() => null);
  expect(page.url()).not.toContain('#');
  await page.goto('/profile');
  await expect(page.getByText('You sign in with the user name mia.berg')).toBeVisible();
  await page.getByLabel('New password').fill('four words in a row');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByRole('heading', { name: 'Change password' })).toBeVisible();
});

test('a pupil signs in by user name, once the school is chosen', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email or user name').fill('Mia.Berg');
  await page.getByLabel('Password', { exact: true }).fill('four words in a row');
  await page.getByLabel('School').selectOption('Oakwood School');
  expect(await offences(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('First form').first()).toBeVisible();
  await context.close();
});

test('a lost card is one press: the old one is refused, its holder is signed out, and a new one is printed', async () => {
  const { page } = rivera;
  await page.getByRole('button', { name: 'Back to the class' }).click();
  await openCards();
  await expect(dialog().getByRole('listitem').filter({ hasText: 'Mia Berg' })).toContainText('last used');
  await dialog().getByRole('button', { name: 'Lost card of Mia Berg' }).click();
  await expect(page.getByRole('article')).toHaveCount(1);
  const second = await addressOn('Mia Berg');
  expect(second).not.toBe(first);
  await expect(pupil.page).toHaveURL(/\/sign-in/);
  await pupil.page.goto(first);
  await expect(pupil.page.getByRole('alert')).toContainText('This card no longer works.');
  expect(pupil.page.url()).not.toContain('#');
  expect(await offences(pupil.page)).toEqual([]);
  await pupil.page.getByLabel('Code on the card').fill((second.split('#')[1] ?? '').toLowerCase());
  await pupil.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(pupil.page.getByText('First form').first()).toBeVisible();
});

test('cards are shown once, and taken back', async () => {
  const { page } = rivera;
  await page.reload();
  await expect(page.getByText('These cards are no longer here')).toBeVisible();
  await page.getByRole('link', { name: 'Back to the class' }).click();
  await page.getByRole('link', { name: 'Class room' }).last().click();
  await openCards();
  await dialog().getByRole('button', { name: 'Take back the card of Mia Berg' }).click();
  await expect(page.getByText('1 card taken back.')).toBeVisible();
  await expect(pupil.page).toHaveURL(/\/sign-in/);
  await dialog().getByRole('button', { name: 'Take all cards back' }).click();
  await expect(dialog().getByText('No card yet')).toHaveCount(2);
});

test('an address still signs in on the same form', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Email or user name').fill('ben@oakwood.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await expect(page.getByLabel('School')).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Class room' }).first()).toBeVisible();
});
