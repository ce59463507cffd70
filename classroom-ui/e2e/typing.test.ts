import { expect, type Locator, test } from '@playwright/test';
import { enter, type Screen, signIn } from './people.ts';

// A teacher and two students in one room; each sees who else is writing.
let rivera: Screen;
let ana: Screen;
let ben: Screen;

test.beforeAll(async ({ browser }) => {
  rivera = await signIn(browser, 'rivera@oakwood.example');
  ana = await signIn(browser, 'ana@oakwood.example');
  ben = await signIn(browser, 'ben@oakwood.example');
  for (const screen of [rivera, ana, ben]) await enter(screen);
});
test.afterAll(async () => {
  for (const screen of [rivera, ana, ben]) await screen.context.close();
});

const line = ({ page }: Screen): Locator => page.locator('[data-typing]');

test('of three who type, each is told of the other two by name', async () => {
  // Everybody goes on typing, as whoever stops is told of no longer.
  await expect(async () => {
    for (const { composer } of [rivera, ana, ben]) await composer.pressSequentially('so ');
    const [seen, byAna, byBen] = await Promise.all([rivera, ana, ben].map((screen) => line(screen).innerText()));
    expect(seen).toMatch(/^Ana .+ and Ben .+ are typing$/);
    expect(byAna).toMatch(/Rivera/);
    expect(byAna).toMatch(/Ben .*are typing$/);
    expect(byBen).toMatch(/Rivera/);
    expect(byBen).toMatch(/Ana .*are typing$/);
  }).toPass({ timeout: 30_000 });
});

test('whoever sends is typing no longer, and whoever stops is forgotten by itself', async () => {
  await ana.composer.pressSequentially('nearly');
  await expect(line(rivera)).toContainText('Ana');
  await ana.composer.press('Enter');
  await expect(line(rivera).filter({ hasText: 'Ana' })).toHaveCount(0, { timeout: 2_000 });
  await ben.composer.pressSequentially('hm');
  await expect(line(rivera)).toContainText('Ben');
  await expect(line(rivera)).toHaveCount(0);
});

test('where only staff may write, nobody else is said to', async () => {
  for (const screen of [rivera, ana]) {
    await enter(screen, 'Announcements');
    await expect(screen.page.getByRole('log', { name: 'Messages in Announcements' })).toBeVisible();
  }
  const field = rivera.page.getByRole('textbox', { name: /^Message to Announcements/ });
  await expect(async () => {
    await field.pressSequentially('tomorrow ');
    await expect(line(ana)).toContainText('Rivera', { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(ana.composer).toHaveCount(0);
});
