import { expect, type Locator, test } from '@playwright/test';
import { LOOKS, offences } from './axe.ts';
import { enter, meet, type Screen, signIn, unique } from './people.ts';

// A teacher and a student, on a phone, look somebody up, and go on from there.
let rivera: Screen;
let ana: Screen;

test.beforeAll(async ({ browser }) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
  [rivera, ana] = await meet(browser, 'rivera@oakwood.example', 'ana@oakwood.example', phone);
});
test.afterAll(async () => {
  await rivera.context.close();
  await ana.context.close();
});

const card = ({ page }: Screen, name: string): Locator => page.getByRole('dialog', { name });

/** Somebody in the list of people who were found. */
const found = ({ page }: Screen, name: string): Locator =>
  page.getByRole('dialog', { name: 'People' }).getByRole('button', { name, exact: true });

async function find({ page }: Screen, typed: string): Promise<void> {
  await page.getByRole('button', { name: 'People', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search people by name' }).fill(typed);
}

test('by the keyboard alone: somebody found leads to a card, from it into the composer, and back to what was found', async () => {
  const { page } = rivera;
  await find(rivera, 'duarte');
  await expect(found(rivera, 'Ana Duarte')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(found(rivera, 'Ana Duarte')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(card(rivera, 'Ana Duarte')).toContainText('Student');
  await expect(card(rivera, 'Ana Duarte')).toContainText('With you in Biology 7B');
  await card(rivera, 'Ana Duarte').getByRole('button', { name: 'Back to people' }).press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Search people by name' })).toHaveValue('duarte');
  await found(rivera, 'Ana Duarte').press('Enter');
  await card(rivera, 'Ana Duarte').getByRole('button', { name: 'Mention' }).press('Enter');
  await expect(card(rivera, 'Ana Duarte')).toHaveCount(0);
  await expect(rivera.composer).toHaveValue('@Ana Duarte ');
  await expect(rivera.composer).toBeFocused();
  const mark = unique('well done');
  await rivera.composer.pressSequentially(mark);
  await page.keyboard.press('Enter');
  await expect(ana.message(mark).locator('mark')).toHaveText('@Ana Duarte');
});

test('it opens the private conversation, which says that it is supervised', async () => {
  await find(rivera, 'chidi');
  await found(rivera, 'Chidi Okoro').click();
  await expect(card(rivera, 'Chidi Okoro')).toContainText('Staff who look after safety at this school can open');
  await card(rivera, 'Chidi Okoro').getByRole('button', { name: 'Message' }).click();
  await expect(rivera.page.getByRole('heading', { level: 1 })).toHaveText('Chidi Okoro');
  await expect(card(rivera, 'Chidi Okoro')).toHaveCount(0);
  await enter(rivera);
});

test('where there is no way to write it says why, and offers nothing that would be refused', async () => {
  await find(rivera, 'hale');
  await found(rivera, 'Dr Amina Hale').click();
  const head = card(rivera, 'Dr Amina Hale');
  await expect(head).toContainText('You are in no room together.');
  await expect(head.getByRole('button', { name: 'Message' })).toHaveCount(0);
  await expect(head.getByRole('button', { name: 'Mention' })).toHaveCount(0);
  await expect(head).toContainText('You share no class.');
  await rivera.page.keyboard.press('Escape');
});

test('a student on a phone comes to it from a message and from the list of people, and keeps somebody as a contact', async () => {
  const said = unique('Look at page 12');
  await rivera.say(said);
  await expect(ana.message(said)).toBeVisible();
  await ana.log.getByRole('button', { name: 'Ms Rivera', exact: true }).last().tap();
  await expect(card(ana, 'Ms Rivera')).toContainText('Teaches Biology 7B');
  const wide = await ana.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await card(ana, 'Ms Rivera').getByRole('button', { name: 'Add to your contacts' }).click();
  await expect(card(ana, 'Ms Rivera').getByRole('button', { name: 'In your contacts' })).toBeVisible();
  await card(ana, 'Ms Rivera').getByRole('button', { name: 'Mention' }).click();
  await expect(ana.composer).toHaveValue('@Ms Rivera ');
  await ana.composer.fill('');
  await ana.page.getByRole('button', { name: /^\d+ people$/ }).click();
  await ana.page
    .getByRole('complementary', { name: 'People' })
    .getByRole('button', { name: 'Ben Whitlock', exact: true })
    .click();
  await expect(card(ana, 'Ben Whitlock').getByRole('button', { name: 'Message' })).toBeVisible();
  await ana.page.keyboard.press('Escape');
  await expect(card(ana, 'Ben Whitlock')).toHaveCount(0);
  await ana.page.getByRole('button', { name: 'Close people' }).click();
});

for (const looks of LOOKS) {
  test(`axe objects to nothing on it: ${looks.colorScheme}, ${looks.viewport.width} pixels`, async ({ browser }) => {
    const who = await signIn(browser, 'ana@oakwood.example', looks);
    await find(who, 'rivera');
    await found(who, 'Ms Rivera').click();
    await expect(card(who, 'Ms Rivera').getByRole('button', { name: 'Message' })).toBeVisible();
    expect(await offences(who.page, '[role=dialog]')).toEqual([]);
    await who.context.close();
  });
}
