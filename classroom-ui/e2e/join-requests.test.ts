import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { enter, type Screen, signIn } from './people.ts';

// A room to ask for, its host, its second moderator, and Dora who wants to come in.
let homeroom: Homeroom;
let rivera: Screen;
let chidi: Screen;
let dora: Screen;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom();
  const screen = (name: string) => signIn(browser, `${name}@oakwood.example`, { baseURL: homeroom.url });
  [rivera, chidi, dora] = await Promise.all([screen('rivera'), screen('chidi'), screen('dora')]);
  await openRoom();
  await enter(chidi, ROOM);
});
test.afterAll(async () => {
  for (const { context } of [rivera, chidi, dora]) await context.close();
  await homeroom.stop();
});

const ROOM = 'Quiz team';
const dialog = ({ page }: Screen): Locator => page.getByRole('dialog');
const badge = ({ page }: Screen, text: string): Locator =>
  page.getByRole('main').getByRole('button', { name: text, exact: true });

test('whoever asks writes a note and waits; hosts and moderators see a number at once', async () => {
  await dora.page.getByRole('button', { name: 'Browse rooms' }).click();
  await dialog(dora)
    .getByRole('button', { name: `Ask to join ${ROOM}` })
    .click();
  const note = dialog(dora).getByLabel('Why would you like to join?');
  await expect(note).toBeFocused();
  await note.press('Escape');
  await expect(note).toHaveCount(0);
  await dialog(dora)
    .getByRole('button', { name: `Ask to join ${ROOM}` })
    .click();
  await note.fill('I know all the birds');
  await dialog(dora).getByRole('button', { name: 'Send request' }).click();
  await expect(dialog(dora).getByText('Waiting for an answer')).toBeVisible();
  for (const host of [rivera, chidi]) await expect(badge(host, '1 person asks to join')).toBeVisible();
});

test('a denial takes the number from the second moderator, and tells why and when to ask again', async () => {
  await badge(rivera, '1 person asks to join').click();
  await expect(dialog(rivera)).toContainText('Dora Lindqvist');
  await expect(dialog(rivera)).toContainText('I know all the birds');
  await dialog(rivera).getByRole('button', { name: 'Say no', exact: true }).click();
  await dialog(rivera).getByLabel('Why not?').fill('We are full until Friday');
  await dialog(rivera).getByRole('button', { name: 'Send answer' }).click();
  await expect(dialog(rivera)).toHaveCount(0);
  await expect(badge(chidi, '1 person asks to join')).toHaveCount(0);
  await expect(dialog(dora)).toContainText('Your request was denied.');
  await expect(dialog(dora)).toContainText('We are full until Friday');
  await expect(dialog(dora)).toContainText(/You can ask again from/);
  await expect(dialog(dora).getByRole('button', { name: `Ask to join ${ROOM}` })).toHaveCount(0);
});

test('asking again is possible once the school allows it, and by keyboard alone', async () => {
  letAskAtOnce();
  const again = dialog(dora).getByRole('button', { name: `Ask to join ${ROOM}` });
  await expect(again).toBeVisible();
  await again.focus();
  await dora.page.keyboard.press('Enter');
  await dora.page.keyboard.type('And now all the trees');
  await dora.page.keyboard.press('Tab');
  await dora.page.keyboard.press('Tab');
  await dora.page.keyboard.press('Enter');
  await expect(dialog(dora).getByText('Waiting for an answer')).toBeVisible();
  for (const host of [rivera, chidi]) await expect(badge(host, '1 person asks to join')).toBeVisible();
});

test('whom the second moderator lets in enters without loading the page again', async () => {
  await dora.page.evaluate(() => Object.assign(globalThis, { stillThere: true }));
  await chidi.page.getByRole('button', { name: /^\d+ people$/ }).click();
  await chidi.page.getByRole('region', { name: 'Requests to join' }).getByRole('button', { name: 'Answer' }).click();
  await dialog(chidi).getByRole('button', { name: 'Let in', exact: true }).click();
  await expect(badge(rivera, '1 person asks to join')).toHaveCount(0);
  await expect(dora.page.getByText(`You are in “${ROOM}” now`)).toBeVisible();
  await dialog(dora)
    .getByRole('button', { name: `Open ${ROOM}` })
    .click();
  await dora.say('Hello team');
  await expect(rivera.message('Hello team')).toBeVisible();
  expect(await dora.page.evaluate(() => 'stillThere' in globalThis)).toBe(true);
});

test('at the address of a room on request one may ask, and stands in the room once it is opened to all', async ({
  browser,
}) => {
  const ben = await signIn(browser, 'ben@oakwood.example', { baseURL: homeroom.url });
  await ben.page.goto(rivera.page.url());
  await ben.page.getByRole('button', { name: `Ask to join ${ROOM}` }).click();
  await ben.page.getByRole('button', { name: 'Send request' }).click();
  await expect(badge(rivera, '1 person asks to join')).toBeVisible();
  await rivera.page.getByRole('button', { name: 'Room menu' }).click();
  await rivera.page.getByRole('menuitem', { name: 'Details and settings' }).click();
  await dialog(rivera).getByRole('button', { name: 'Open it to the class' }).click();
  await expect(ben.message('Hello team')).toBeVisible();
  await expect(ben.composer).toBeVisible();
  await rivera.page.keyboard.press('Escape');
  await expect(badge(rivera, '1 person asks to join')).toHaveCount(0);
  await ben.context.close();
});

/** Opens the room, with Chidi as its second moderator. */
async function openRoom(): Promise<void> {
  await rivera.page.getByRole('button', { name: 'New room in Biology 7B' }).click();
  await dialog(rivera).getByLabel('Room name').fill(ROOM);
  await dialog(rivera).getByRole('radio', { name: 'On request' }).check();
  await dialog(rivera).getByRole('button', { name: 'Open room' }).click();
  await expect(rivera.composer).toBeVisible();
  await rivera.page.getByRole('button', { name: '1 person', exact: true }).click();
  await rivera.page.getByRole('button', { name: 'Add people' }).click();
  await dialog(rivera).getByRole('button', { name: 'Add Chidi Okoro' }).click();
  await rivera.page.keyboard.press('Escape');
  await rivera.page.getByRole('button', { name: 'Actions for Chidi Okoro' }).click();
  await rivera.page.getByRole('menuitemradio', { name: 'Moderator' }).click();
}

function letAskAtOnce(): void {
  const file = join(homeroom.schoolsDir, 'oakwood.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^ {2}join-requests:.*$/m, '  join-requests:\n    askAgain: 0'));
}
