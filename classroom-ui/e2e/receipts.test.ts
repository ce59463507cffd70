import { expect, type Locator, test } from '@playwright/test';
import { enter, hide, type Screen, signIn, unique } from './people.ts';

// A teacher and a student in one room: what the teacher wrote is sent, reaches the student's page, and is read.
let rivera: Screen;
let ana: Screen;

test.beforeAll(async ({ browser }) => {
  rivera = await signIn(browser, 'rivera@oakwood.example');
  ana = await signIn(browser, 'ana@oakwood.example');
});
test.afterAll(async () => {
  await rivera.context.close();
  await ana.context.close();
});

const tick = (message: Locator, state: RegExp): Locator => message.getByRole('img', { name: state });

test('a tick turns to delivered when the other page has the message, and to seen when it is looked at', async () => {
  await enter(rivera);
  await enter(ana, 'Announcements');
  const said = unique('Bring your goggles');
  await rivera.say(said);
  const message = rivera.message(said);
  await expect(tick(message, /^Delivered to 1 of/)).toBeVisible();
  await enter(ana);
  await expect(ana.message(said)).toBeVisible();
  await expect(tick(message, /^Seen by 1 of/)).toBeVisible();
  await expect(tick(ana.message(said), /^(Sent|Delivered|Seen)/)).toHaveCount(0);
});

test('a message that comes while the tab is hidden is not seen before somebody looks', async () => {
  await enter(ana);
  await hide(ana, true);
  const said = unique('While you were away');
  await rivera.say(said);
  await expect(ana.message(said)).toBeVisible();
  await expect(tick(rivera.message(said), /^Delivered to 1 of/)).toBeVisible();
  await hide(ana, false);
  await expect(tick(rivera.message(said), /^Seen by 1 of/)).toBeVisible();
});

for (const width of [1280, 390])
  test(`a message that comes under a dialog is seen once the dialog is closed, at ${width} pixels`, async () => {
    await ana.page.setViewportSize({ width, height: 800 });
    await ana.log.getByRole('article').last().focus();
    await ana.page.keyboard.press('?');
    const dialog = ana.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(dialog).toBeVisible();
    const said = unique('Under a dialog');
    await rivera.say(said);
    await expect(ana.message(said)).toHaveCount(1);
    // The line stands before what nobody has seen.
    const line = ana.log.getByText('New messages from here');
    await expect(line).toHaveCount(1);
    await expect(tick(rivera.message(said), /^Delivered to 1 of/)).toBeVisible();
    await ana.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(tick(rivera.message(said), /^Seen by 1 of/)).toBeVisible();
    // A message of one's own takes the line away.
    await ana.say(unique('I have read it'));
    await expect(line).toHaveCount(0);
    await ana.page.setViewportSize({ width: 1280, height: 720 });
  });

test('who has seen a message is said by name, by pointer and by keyboard', async () => {
  const said = unique('Who reads this?');
  await rivera.say(said);
  const message = rivera.message(said);
  await expect(tick(message, /^Seen by 1 of/)).toBeVisible();
  await message.hover();
  const button = message.getByRole('button', { name: 'Who has seen it' });
  await button.click();
  const list = rivera.page.getByRole('dialog', { name: 'Who has seen it' });
  await expect(list.getByRole('region', { name: 'Seen by 1' }).getByRole('listitem')).toHaveText(/Ana/);
  await rivera.page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await button.press('Enter');
  await expect(list).toBeVisible();
  await rivera.page.keyboard.press('Escape');
});

test('whoever hides how far they read is not seen, and sees it of nobody', async () => {
  const before = unique('Seen before');
  await rivera.say(before);
  await expect(tick(rivera.message(before), /^Seen by 1 of/)).toBeVisible();
  const own = unique('I am here');
  await ana.say(own);
  await expect(tick(ana.message(own), /^Seen by/)).toBeVisible();

  const profile = await ana.context.newPage();
  await profile.goto('/profile');
  const share = profile.getByRole('switch', { name: 'Show others how far I have read' });
  await expect(share).toBeChecked();
  await share.click();
  await expect(tick(rivera.message(before), /^Sent/)).toBeVisible();
  await expect(tick(ana.message(own), /^Sent/)).toBeVisible();

  const after = unique('Nobody sees me read this');
  await rivera.say(after);
  await expect(ana.message(after)).toBeVisible();
  await expect(share).toBeEnabled();
  await share.click();
  await expect(tick(rivera.message(after), /^Seen by 1 of/)).toBeVisible();
  await profile.close();
});
