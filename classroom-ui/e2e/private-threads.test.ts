import { randomUUID } from 'node:crypto';
import { expect, type Locator, test } from '@playwright/test';
import type { MessageView } from '../../engine/client.ts';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { ask, enter, type Screen, signIn } from './people.ts';
import { Program } from './reading.ts';

// Two students who write to each other alone, one of them on two devices, and their teacher.
let homeroom: Homeroom;
let ana: Screen;
let ben: Screen;
let bensPhone: Screen;
let rivera: Screen;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom();
  const at = (name: string, more = {}) =>
    signIn(browser, `${name}@oakwood.example`, { baseURL: homeroom.url, ...more });
  [ana, ben, rivera] = await Promise.all([at('ana'), at('ben'), at('rivera')]);
  bensPhone = await at('ben');
  for (const screen of [ana, ben, bensPhone, rivera]) await enter(screen);
});
test.afterAll(async () => {
  for (const { context } of [ana, ben, bensPhone, rivera]) await context.close();
  await homeroom.stop();
});

const privately = ({ page }: Screen, name: string): Locator =>
  page.getByRole('region', { name: /^Private/ }).getByRole('link', { name });
const heading = ({ page }: Screen): Locator => page.getByRole('heading', { level: 1 });

test('a private reply goes to a room of two, with the message quoted on top', async () => {
  await ben.say('Who has lost a green pencil?');
  await ana.press('green pencil', 'Reply privately');
  await expect(heading(ana)).toHaveText('Ben Whitlock');
  await expect(ana.page.getByRole('button', { name: /About what Ben Whitlock said/ })).toContainText('green pencil');
  await expect(privately(ben, 'Ana Duarte')).toHaveCount(0);
  await ana.say('It is mine, sorry');
  await expect(ana.message('It is mine')).toBeVisible();
});

test('the badge rises on both devices of the other, and clears on the second when it is opened on the first', async () => {
  for (const screen of [ben, bensPhone]) {
    await expect(privately(screen, 'Ana Duarte')).toContainText('It is mine, sorry');
    await expect(privately(screen, 'Ana Duarte')).toContainText('1 unread message');
  }
  await expect(privately(rivera, 'Ana Duarte')).toHaveCount(0);
  await privately(ben, 'Ana Duarte').click();
  await expect(ben.message('It is mine, sorry')).toBeVisible();
  for (const screen of [ben, bensPhone]) await expect(privately(screen, 'Ana Duarte')).not.toContainText('unread');
  await ben.say('Come and fetch it');
  await expect(ana.message('Come and fetch it')).toBeVisible();
});

test('from the panel of people one comes to the same conversation', async () => {
  await enter(bensPhone);
  await bensPhone.page
    .getByRole('main')
    .getByRole('button', { name: /^\d+ people/ })
    .click();
  await bensPhone.page.getByRole('button', { name: 'Message Ana Duarte privately' }).click();
  await expect(heading(bensPhone)).toHaveText('Ana Duarte');
  await expect(bensPhone.message('It is mine, sorry')).toBeVisible();
});

test('who was away sees the new name of the other when they are back', async () => {
  await bensPhone.context.setOffline(true);
  await ask(ana, 'session.rename', { name: 'Ana Belmonte' });
  await bensPhone.context.setOffline(false);
  await expect(privately(bensPhone, 'Ana Belmonte')).toBeVisible({ timeout: 30_000 });
  await expect(heading(bensPhone)).toHaveText('Ana Belmonte');
  await expect(bensPhone.message('It is mine, sorry')).toContainText('Ana Belmonte');
  await ask(ana, 'session.rename', { name: 'Ana Duarte' });
  await expect(privately(bensPhone, 'Ana Duarte')).toBeVisible();
});

test('with staff it is supervised, and says so before anything is written', async () => {
  await rivera.page
    .getByRole('main')
    .getByRole('button', { name: /^\d+ people/ })
    .click();
  await rivera.page.getByRole('button', { name: 'Message Ben Whitlock privately' }).click();
  await expect(rivera.page.getByRole('status').filter({ hasText: 'This conversation is supervised.' })).toBeVisible();
});

test('a teacher switches students to students off while two talk: both see why, and on again both can write', async () => {
  const { page } = rivera;
  await page
    .getByRole('button', { name: /Biology 7B/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Class settings' }).click();
  const settings = page.getByRole('dialog');
  await settings.getByRole('button', { name: 'Change' }).click();
  await settings.getByLabel('Students to students').selectOption({ label: 'Off' });
  await expect(settings.getByText('Saved')).toBeVisible();
  for (const screen of [ana, ben]) {
    await expect(screen.page.getByText('Private messages between the two of you are switched off.')).toBeVisible();
    await expect(screen.composer).toHaveCount(0);
    await expect(screen.message('Come and fetch it')).toBeVisible();
  }
  await settings.getByLabel('Students to students').selectOption({ label: 'As around it: on' });
  for (const screen of [ana, ben]) await expect(screen.composer).toBeVisible();
  await ana.say('There you are again');
  await expect(ben.message('There you are again')).toBeVisible();
});

test('what a conversation is about follows its message, and is gone when that is deleted', async () => {
  const about = ana.page.getByRole('button', { name: /About what Ben Whitlock said/ });
  await expect(about).toContainText('green pencil');
  await enter(ben);
  await ben.message('green pencil').focus();
  await ben.page.keyboard.press('e');
  const editing = ben.page.getByRole('textbox', { name: 'Edit message' });
  await editing.fill('Who has lost a blue pencil?');
  await editing.press('Enter');
  await expect(about).toContainText('blue pencil');
  await ben.message('blue pencil').focus();
  await ben.page.keyboard.press('Delete');
  await ben.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(ana.page.getByText('The message this is about was deleted.')).toBeVisible();
  await expect(about).toHaveCount(0);
  await expect(ana.page.getByText('blue pencil')).toHaveCount(0);
});

test('what a conversation is about leads to its message, far above and in a thread too', async () => {
  const room = await ana.page.getByRole('link', { name: 'Class room' }).first().getAttribute('href');
  const roomId = room?.split('/').at(-1);
  const writers = await Promise.all(['ana', 'ben', 'rivera'].map((name) => Program.signIn(homeroom.url, name)));
  const [anas, bens] = writers as [Program, Program];
  const say = async (by: Program, text: string, more: object = {}) =>
    (await by.ask<{ message: { id: string } }>('messages.send', { roomId, clientId: randomUUID(), text, ...more }))
      .message;
  const start = async (replyTo: string) => {
    await enter(ana);
    await anas.ask('privateThreads.start', { roomId, personId: bens.id, replyTo });
    await privately(ana, 'Ben Whitlock').click();
  };
  const { messages } = await bens.read<{ messages: MessageView[] }>('messages.page', { roomId, after: 0, limit: 20 });
  const first = messages.find(({ kind, author }) => kind === 'text' && author !== anas.id) as MessageView;
  await start(first.id);
  const about = ana.page.getByRole('button', { name: /About what .* said/ });
  await about.click();
  await expect(heading(ana)).toHaveText('Class room');
  await expect(ana.log.locator(`[data-seq="${first.seq}"]`)).toBeInViewport();
  const jump = ana.page.getByRole('button', { name: /^Jump to latest, \d+ messages below$/ });
  await expect(jump).toHaveText(/\d+ messages below/);

  const { id: threadRoot } = await say(bens, 'Where is the key to the lab?');
  const reply = await say(bens, 'Is it the small one?', { threadRoot });
  const page = Array.from({ length: 17 }, (_, n) => `answer ${n}`);
  await Promise.all(
    writers.map(async (by) => {
      for (const text of page) await say(by, text, { threadRoot });
    }),
  );
  await start(reply.id);
  await expect(about).toContainText('Is it the small one?');
  await about.click();
  const thread = ana.page.getByRole('complementary', { name: 'Thread' });
  await expect(thread.getByRole('article').filter({ hasText: 'Is it the small one?' })).toBeInViewport();
  for (const writer of writers) await writer.close();
});
