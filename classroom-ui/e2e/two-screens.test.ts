import { expect, test } from '@playwright/test';
import { ask, enter, meet, type Screen, signIn, unique } from './people.ts';

// A teacher and a student, two browsers, one room.
let rivera: Screen;
let ana: Screen;

test.beforeAll(async ({ browser }) => {
  [rivera, ana] = await meet(browser, 'rivera@oakwood.example', 'ana@oakwood.example');
});
test.afterAll(async () => {
  await rivera.context.close();
  await ana.context.close();
});

test('what one types stands on the other screen at once, and the answer too', async () => {
  const question = unique('Who has the lamp?');
  const answer = unique('I do!');
  await rivera.say(question);
  await expect(ana.message(question)).toBeVisible();
  await ana.say(answer);
  await expect(rivera.message(answer)).toBeVisible();
  await expect(rivera.composer).toHaveValue('');
});

test('an edited message changes on the other screen and says so', async () => {
  const before = unique('The quizz is on Friday');
  const after = before.replace('quizz', 'quiz');
  await rivera.say(before);
  await expect(rivera.message(before)).toBeVisible();
  await rivera.editLast(after);
  await expect(ana.message(after)).toContainText('edited');
  await expect(ana.message(before)).toHaveCount(0);
});

test('staff delete a student message: a tombstone stands on both screens, and the words are gone', async () => {
  const rude = unique('something rude');
  await ana.say(rude);
  await remove(rivera, rude);
  await rivera.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(ana.message(rude)).toHaveCount(0);
  await expect(rivera.message(rude)).toHaveCount(0);
  await expect(ana.message('This message was deleted.').last()).toBeVisible();
});

test('what was said before is shown with the words of now, and closes when the message is deleted', async () => {
  const [first, second, third] = [unique('Version one'), unique('Version two'), unique('Version three')];
  await ana.say(first);
  await expect(rivera.message(first)).toBeVisible();
  await ana.editLast(second);
  await rivera
    .message(second)
    .getByRole('button', { name: /edited/ })
    .click();
  const history = rivera.page.getByRole('dialog');
  await expect(history).toContainText(first);
  await ana.editLast(third);
  await expect(history).toContainText(third);
  await expect(history).toContainText(second);
  await remove(ana, third);
  await ana.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(history).toHaveCount(0);
  for (const words of [first, second, third]) await expect(rivera.page.getByText(words)).toHaveCount(0);
});

test('a quote carries the words it answers', async () => {
  const said = unique('Leaves starve in green light');
  const answer = unique('That is the sentence of the week');
  await ana.say(said);
  await rivera.press(said, 'Quote and reply');
  await rivera.say(answer);
  await expect(ana.message(answer)).toContainText(said);
});

test('a thread counts its answers on the other screen and can be read there', async () => {
  const root = unique('Which colour grows best?');
  const reply = unique('Red, I think');
  await rivera.say(root);
  await ana.press(root, 'Reply in thread');
  const composer = ana.page.getByRole('textbox', { name: 'Reply in thread' });
  await composer.fill(reply);
  await composer.press('Enter');
  await expect(rivera.message(root)).toContainText('1 reply');
  // Her list counts it, apart from the messages, and leads to it.
  const listed = rivera.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Class room' });
  await expect(listed.first()).toContainText('1 unread reply in your threads');
  await expect(listed.first()).not.toContainText('unread message');
  await rivera.page.getByRole('button', { name: 'Show 1 unread reply in your threads' }).click();
  await expect(rivera.page.getByRole('log', { name: 'Replies' })).toContainText(reply);
  await expect(listed.first()).not.toContainText('unread repl');
  await rivera.page.getByRole('button', { name: 'Close thread' }).click();
  await ana.page.getByRole('button', { name: 'Close thread' }).click();
});

test('a new name stands at once on one’s other device, and on all that others have open', async ({ browser }) => {
  const device = await signIn(browser, 'ana@oakwood.example');
  await device.page.goto('/profile');
  const field = device.page.getByRole('textbox', { name: 'Name' });
  await expect(field).toHaveValue('Ana Duarte');
  const said = unique('Who is that?');
  await ana.say(said);
  await rivera.message(said).getByRole('button', { name: 'Ana Duarte' }).first().click();
  await expect(rivera.page.getByRole('dialog', { name: 'Ana Duarte' })).toContainText('Student');
  await ask(ana, 'session.rename', { name: 'Ana Belmonte' });
  try {
    await expect(field).toHaveValue('Ana Belmonte');
    await expect(device.page.getByRole('navigation', { name: 'Rooms' })).toContainText('Ana Belmonte');
    await expect(ana.page.getByRole('navigation', { name: 'Rooms' })).toContainText('Ana Belmonte');
    await expect(rivera.page.getByRole('dialog', { name: 'Ana Belmonte' })).toBeVisible();
    await rivera.page.keyboard.press('Escape');
    await expect(rivera.message(said)).toContainText('Ana Belmonte');
    // What a device is not told of while it is away, it asks for when it is back.
    for (const { context } of [device, rivera]) await context.setOffline(true);
    await ask(ana, 'session.rename', { name: 'Ana Castro' });
    for (const { context } of [device, rivera]) await context.setOffline(false);
    await expect(field).toHaveValue('Ana Castro', { timeout: 30_000 });
    await expect(rivera.message(said)).toContainText('Ana Castro', { timeout: 30_000 });
  } finally {
    await ask(ana, 'session.rename', { name: 'Ana Duarte' });
    await device.context.close();
  }
});

test('what somebody quotes in the composer follows its message: edited words are shown, deleted ones are gone', async () => {
  const before = unique('The answer is seven');
  const after = before.replace('seven', 'eight');
  await rivera.say(before);
  await ana.press(before, 'Quote and reply');
  const note = ana.page.getByText('Replying to Ms Rivera').locator('..');
  await expect(note).toContainText(before);
  await rivera.editLast(after);
  await expect(note).toContainText(after);
  await remove(rivera, after);
  await rivera.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(note).toContainText('The message was deleted.');
  await expect(ana.page.getByText(after)).toHaveCount(0);
  const said = unique('I see');
  await ana.say(said);
  await expect(rivera.message(said)).toBeVisible();
  await expect(rivera.message(said).getByText('The message was deleted.')).toHaveCount(0);
});

test('a room is not opened under the name of another school', async () => {
  const { pathname } = new URL(ana.page.url());
  await ana.page.goto(pathname.replace('/oakwood/', '/elmgrove/'));
  await expect(ana.page.getByText('There is no such page')).toBeVisible();
  await expect(ana.page.getByRole('log')).toHaveCount(0);
  await ana.page.goto(pathname);
  await expect(ana.log).toBeVisible();
});

test('a reaction stands on the other screen with its count', async () => {
  const said = unique('Well done, everybody');
  await rivera.say(said);
  await ana.press(said, /👍/);
  const chip = rivera.message(said).getByRole('button', { name: /^👍/ });
  await expect(chip).toContainText('1');
  await chip.click();
  await expect(ana.message(said).getByRole('button', { name: /^👍/ })).toContainText('2');
});

test('three messages sent while the reader has no network arrive in order when it returns', async () => {
  const mark = unique('offline');
  await ana.context.setOffline(true);
  for (const word of ['one', 'two', 'three']) {
    await rivera.say(`${mark} ${word}`);
    await expect(rivera.message(`${mark} ${word}`)).toBeVisible();
  }
  await ana.context.setOffline(false);
  await expect(ana.message(`${mark} three`)).toBeVisible({ timeout: 30_000 });
  expect(await ana.texts(mark)).toEqual([`${mark} one`, `${mark} two`, `${mark} three`]);
});

test('what is written without a network is kept, and sent once when it returns', async () => {
  const said = unique('written in the tunnel');
  await ana.context.setOffline(true);
  await ana.say(said);
  await expect(ana.page.getByText(said)).toBeVisible();
  await ana.context.setOffline(false);
  const retry = ana.page.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    if (await retry.isVisible()) await retry.click();
    await expect(rivera.message(said)).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
  await expect(ana.message(said)).toHaveCount(1);
});

test('an unread message elsewhere is counted in the list, and no longer once it is read', async () => {
  const said = unique('Bring a pencil');
  await enter(rivera, 'Announcements');
  await rivera.say(said);
  const link = ana.page.getByRole('link', { name: /Announcements/ });
  await expect(link).toContainText(/\d/);
  await link.click();
  // Read is what was seen to the end: a list that opens at the first unread message is scrolled down.
  const jump = ana.page.getByRole('button', { name: /^Jump to latest/ });
  await expect(jump.or(ana.message(said)).first()).toBeVisible();
  await expect(async () => {
    if (await jump.isVisible()) await jump.click({ timeout: 1_000 });
    await expect(ana.message(said)).toBeVisible({ timeout: 1_000 });
    await expect(link).not.toContainText(/\d/, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(ana.page.getByRole('textbox', { name: /^Message to/ })).toHaveCount(0);
  await enter(ana);
  await enter(rivera);
});

async function remove(screen: Screen, text: string): Promise<void> {
  await screen.press(text, 'More actions');
  await screen.page.getByRole('menuitem', { name: 'Delete message' }).click();
}
