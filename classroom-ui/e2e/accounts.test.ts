import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { letterTo } from './letters.ts';
import { ask, enter, fillSignIn, meet, PASSWORD, type Screen, signIn, unique } from './people.ts';

// Everything at the doors, as somebody at a screen does it. Letters are read from the mail folder.
let homeroom: Homeroom;
const NEW_PASSWORD = 'a lamp by the window';

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.beforeAll(async () => {
  homeroom = await startHomeroom({ port });
  const birch = 'title: Birch School\nregistration: { domains: [birch.example] }\nplugins:\n  reactions: true\n';
  writeFileSync(join(homeroom.schoolsDir, 'birch.yaml'), birch);
});
test.afterAll(() => homeroom.stop());

test('with a class code somebody new makes an account and is in the class; a wrong one is told at its field', async ({
  browser,
  page,
}) => {
  const rivera = await signIn(browser, 'rivera@oakwood.example');
  const code = await makeCode(rivera);
  await page.goto('/register');
  await page.getByLabel('School').selectOption('Oakwood School');
  await fillRegister(page, 'Eva Moreno', 'eva@home.example');
  await page.getByLabel('Class code').fill('NOT-A-CODE');
  await makeAccount(page);
  await expect(page.getByLabel('Class code')).toHaveAccessibleDescription(/That code does not work/);
  await page.getByLabel('Class code').fill(code.toLowerCase());
  await makeAccount(page);
  await expect(page.getByRole('region', { name: 'Biology 7B' })).toBeVisible();
  await enter({ page });
  await enter(rivera);
  await expect(rivera.log.getByText('Eva Moreno joined')).toBeVisible();
  await rivera.context.close();
});

test('with an address of the school’s domain somebody new is sent a link and comes in by it; another address is refused', async ({
  page,
}) => {
  await expect(async () => {
    await page.goto('/register');
    await page.getByLabel('School').selectOption('Birch School', { timeout: 1_000 });
  }).toPass();
  await fillRegister(page, 'Finn Berg', 'finn@elsewhere.example');
  await makeAccount(page);
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/address of your school/);
  await page.getByLabel('Email').fill('finn@birch.example');
  await makeAccount(page);
  await expect(page.getByText('Ask your school for your link')).toBeVisible();
  const { links, subject } = await letterTo(homeroom, 'finn@birch.example');
  expect(subject).toBe('Your invitation to Birch School');
  await page.goto(links[0] ?? '');
  await expect(page.getByRole('heading', { name: 'Join Birch School' })).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Finn Berg');
  await joinWith(page);
  await expect(
    page.getByRole('button', { name: 'School menu' }).or(page.getByText('Birch School')).first(),
  ).toBeVisible();
  await expect(page.getByText('You are not in a class yet').last()).toBeVisible();
});

test('an invitation of the admin command lets a teacher in once', async ({ page }) => {
  const said = await homeroom.admin(
    'invite',
    'oakwood',
    'gray@oakwood.example',
    '--role',
    'teacher',
    '--name',
    'Ms Gray',
  );
  const link = /http\S+/.exec(said)?.[0] ?? '';
  expect((await letterTo(homeroom, 'gray@oakwood.example')).links).toContain(link);
  await page.goto(link);
  await page.getByLabel('Choose a password').fill('short');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByLabel('Choose a password')).toHaveAccessibleDescription(/at least 10 characters/i);
  await joinWith(page);
  await expect(page.getByRole('button', { name: /Ms Gray/ })).toContainText('Teacher');
  await expect(page.getByRole('button', { name: 'New class' })).toBeVisible();
  await page.goto(link);
  await expect(page.getByText('This invitation has expired or was used before.')).toBeVisible();
});

test('a wrong password is told without saying whether there is such an account', async ({ page }) => {
  await page.goto('/sign-in');
  for (const email of ['ben@oakwood.example', 'nobody@oakwood.example']) {
    await fillSignIn(page, email, 'not my password');
    await expect(page.getByRole('alert')).toHaveText(
      'That email or user name and that password do not belong together. Check both and try again.',
    );
    await page.reload();
  }
});

test('a forgotten password is set anew by a letter: the old one and the screens it opened are out', async ({
  browser,
  page,
}) => {
  const elsewhere = await signIn(browser, 'dora@oakwood.example');
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot it?' }).click();
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
  await page.getByLabel('Email').fill('dora@oakwood.example');
  await page.getByRole('button', { name: 'Ask for a link' }).click();
  await expect(page.getByText('Ask your school for a new password')).toBeVisible();
  const [link = ''] = (await letterTo(homeroom, 'dora@oakwood.example')).links;
  await page.goto(link);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByText('Your password is changed. Sign in with it.')).toBeVisible();
  await expect(elsewhere.page).toHaveURL(/\/sign-in/);
  await fillSignIn(page, 'dora@oakwood.example');
  await expect(page.getByRole('alert')).toContainText('do not belong together');
  await fillSignIn(page, 'dora@oakwood.example', NEW_PASSWORD);
  await expect(page.getByRole('link', { name: 'Class room' }).first()).toBeVisible();
  // Told at once, and not after another password was thought of.
  await page.goto(link);
  await expect(page.getByText('This link has expired or was used before.')).toBeVisible();
  await expect(page.getByLabel('New password')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Ask for a new link' })).toBeVisible();
  await elsewhere.context.close();
});

test('signing out everywhere closes the other screen, which comes back to the same room', async ({ browser }) => {
  const laptop = await signIn(browser, 'chidi@oakwood.example');
  const phone = await signIn(browser, 'chidi@oakwood.example');
  await enter(laptop, 'Study group');
  const address = laptop.page.url();
  await openProfile(phone.page);
  await phone.page.getByRole('button', { name: 'Sign out everywhere' }).click();
  for (const { page } of [phone, laptop]) await expect(page).toHaveURL(/\/sign-in/);
  await expect(laptop.page.getByText('Please sign in again. You will be right back where you were.')).toBeVisible();
  await fillSignIn(laptop.page, 'chidi@oakwood.example');
  await expect(laptop.page).toHaveURL(address);
  await expect(laptop.message('Same time on Monday?')).toBeVisible();
  for (const { context } of [phone, laptop]) await context.close();
});

test('a session that has ended leads to sign in and back to the very message', async ({ browser }) => {
  const ana = await signIn(browser, 'ana@oakwood.example');
  await enter(ana);
  await enter(ana, 'Study group');
  const address = `${ana.page.url()}?at=3`;
  await ana.context.clearCookies();
  await ana.page.goto(address);
  await expect(ana.page).toHaveURL(/\/sign-in\?next=/);
  await fillSignIn(ana.page, 'ana@oakwood.example');
  await expect(ana.page).toHaveURL(address);
  await expect(ana.log).toBeVisible();
  await ana.context.close();
});

test('a changed password keeps this screen and closes the others', async ({ browser }) => {
  const here = await signIn(browser, 'fay@elmgrove.example');
  const there = await signIn(browser, 'fay@elmgrove.example');
  await openProfile(here.page);
  await here.page.getByLabel('Current password').fill('not it, surely');
  await here.page.getByLabel('New password').fill(NEW_PASSWORD);
  await here.page.getByRole('button', { name: 'Change password' }).click();
  await expect(here.page.getByLabel('Current password')).toHaveAccessibleDescription(
    'That is not your current password.',
  );
  await here.page.getByLabel('Current password').fill(PASSWORD);
  await here.page.getByRole('button', { name: 'Change password' }).click();
  await expect(here.page.getByText('Your password is changed.')).toBeVisible();
  await expect(there.page).toHaveURL(/\/sign-in/);
  await enter(here);
  const said = unique('still here');
  await here.say(said);
  await expect(here.message(said)).toBeVisible();
  await expect(here.page.getByText('Sending', { exact: true })).toHaveCount(0);
  for (const { context } of [here, there]) await context.close();
});

test('a new name and a new picture stand on the other screen at once', async ({ browser }) => {
  const [ben, rivera] = await meet(browser, 'ben@oakwood.example', 'rivera@oakwood.example');
  const said = unique('who am I?');
  await ben.say(said);
  await expect(rivera.message(said)).toContainText('Ben Whitlock');
  await expect(rivera.message(said).locator('img')).toHaveCount(0);
  const drawing = await ben.page.screenshot();
  await openProfile(ben.page);
  await ben.page.getByLabel('Name').fill('Benjamin Whitlock');
  await ben.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(rivera.message(said)).toContainText('Benjamin Whitlock');
  await ben.page.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: drawing });
  await ben.page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(ben.page.getByRole('button', { name: 'Remove', exact: true })).toBeVisible();
  const picture = rivera.message(said).locator('img');
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await ben.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(picture).toHaveCount(0);
  for (const { context } of [ben, rivera]) await context.close();
});

test('an address in somebody’s other school says whose it is, and a press opens it there', async ({ browser }) => {
  const rivera = await signIn(browser, 'rivera@oakwood.example');
  const { page } = rivera;
  await enter(rivera);
  await enter(rivera, 'Announcements');
  const address = page.url();
  const invited = await homeroom.admin('invite', 'elmgrove', 'rivera@oakwood.example', '--role', 'teacher');
  await page.goto(/http\S+/.exec(invited)?.[0] ?? '');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await page.getByRole('menuitemradio', { name: 'Elmgrove School' }).click();
  await expect(page.getByRole('button', { name: 'Elmgrove School' })).toBeVisible();
  await page.goto(address);
  await expect(page.getByText('This page belongs to Oakwood School')).toBeVisible();
  await expect(rivera.log).toHaveCount(0);
  await page.getByRole('button', { name: 'Switch to Oakwood School' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Oakwood School', exact: true })).toBeVisible();
  await expect(page).toHaveURL(address);
  await expect(rivera.message('Welcome to the announcements')).toBeVisible();
  await rivera.context.close();
});

async function makeCode(teacher: Screen): Promise<string> {
  const [biology] = await ask<{ id: string }[]>(teacher, 'classrooms.list');
  const draft = { classroomId: biology?.id, role: 'student', hours: 1 };
  return (await ask<{ code: string }>(teacher, 'classrooms.makeCode', draft)).code;
}

async function fillRegister(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
}

const makeAccount = (page: Page) => page.getByRole('button', { name: 'Make account' }).click();

async function joinWith(page: Page): Promise<void> {
  await page.getByLabel('Choose a password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
}

async function openProfile(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Your profile' }).click();
  await expect(page.getByRole('heading', { name: 'Your profile' })).toBeVisible();
}
