import { expect, type Locator, type Page, test } from '@playwright/test';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { ask, enter, type Screen, signIn } from './people.ts';

// A teacher opens and changes rooms; what she does stands on a student's screen at once.
let homeroom: Homeroom;
let rivera: Screen;
let ben: Screen;

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom({ port });
  rivera = await signIn(browser, 'rivera@oakwood.example');
  ben = await signIn(browser, 'ben@oakwood.example');
});
test.afterAll(() => homeroom.stop());

const room = ({ page }: Screen, title: string): Locator =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: title });
const dialog = ({ page }: Screen): Locator => page.getByRole('dialog');

test('a room for announcements is in everybody’s list at once; only its staff write there, and who is made moderator', async () => {
  await open(rivera, 'Greenhouse news', ['Announcements'], true);
  await rivera.say('The bus leaves at nine');
  await room(ben, 'Greenhouse news').click();
  await expect(ben.message('The bus leaves at nine')).toBeVisible();
  await expect(ben.page.getByText('Only teachers write here.')).toBeVisible();
  await expect(ben.composer).toHaveCount(0);
  await people(rivera);
  await forPerson(rivera, 'Ben Whitlock', 'Moderator');
  await expect(ben.composer).toBeVisible();
  await ben.say('I have the list');
  await expect(rivera.message('I have the list')).toBeVisible();
  await forPerson(rivera, 'Ben Whitlock', 'Member');
  await expect(ben.composer).toHaveCount(0);
});

test('an open room is found by browsing, joined and left again', async () => {
  await open(rivera, 'Plant photos', []);
  await rivera.say('Post your best leaf');
  await join(ben, 'Plant photos');
  await expect(ben.message('Post your best leaf')).toBeVisible();
  await expect(rivera.log.getByText('Ben Whitlock joined')).toBeVisible();
  await fromMenu(ben.page, 'Room menu', 'Leave room');
  await ben.page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(room(ben, 'Plant photos')).toHaveCount(0);
  await expect(rivera.log.getByText('Ben Whitlock left')).toBeVisible();
});

test('a room on request cannot be joined by oneself; whom staff add has it at once', async () => {
  await open(rivera, 'Quiz team', ['On request']);
  await ben.page.getByRole('button', { name: 'Browse rooms' }).click();
  await expect(dialog(ben).getByText('Quiz team')).toBeVisible();
  await expect(dialog(ben).getByRole('button', { name: 'Join Quiz team', exact: true })).toHaveCount(0);
  await ben.page.goto(rivera.page.url());
  await expect(ben.page.getByRole('button', { name: 'Ask to join Quiz team' })).toBeVisible();
  await expect(ben.page.getByRole('log')).toHaveCount(0);
  await people(rivera);
  await rivera.page.getByRole('button', { name: 'Add people' }).click();
  await dialog(rivera).getByRole('button', { name: 'Add Ben Whitlock' }).click();
  await expect(room(ben, 'Quiz team')).toBeVisible();
  await expect(ben.composer).toBeVisible();
  await rivera.page.keyboard.press('Escape');
});

test('where history begins with joining, a newcomer sees nothing of before, and nobody tells them by a quote or an edit', async () => {
  await open(rivera, 'Mentors', ['Only what comes after they join']);
  await rivera.say('The old plan');
  await expect(rivera.message('The old plan')).toBeVisible();
  await join(ben, 'Mentors');
  await expect(rivera.log.getByText('Ben Whitlock joined')).toBeVisible();
  await expect(ben.message('The old plan')).toHaveCount(0);

  await rivera.press('The old plan', 'Quote and reply');
  await rivera.say('As I said');
  const why = 'Somebody has joined since who may not see that message.';
  await expect(rivera.message('As I said').getByRole('alert')).toContainText(`Not sent: ${why}`);
  await rivera.message('As I said').getByRole('button', { name: 'Send without the quote' }).click();
  await expect(ben.message('As I said')).toBeVisible();

  await rivera.press('The old plan', 'More actions');
  await rivera.page.getByRole('menuitem', { name: 'Edit message' }).click();
  const editing = rivera.page.getByRole('textbox', { name: 'Edit message' });
  await editing.fill('The new plan');
  await editing.press('Enter');
  await expect(rivera.page.getByRole('listitem').filter({ hasText: why })).toBeVisible();
  await expect(editing).toHaveValue('The new plan');
  await editing.press('Escape');
  await expect(rivera.message('The old plan')).toBeVisible();
  await rivera.say('Something for all');
  await expect(ben.message('Something for all')).toBeVisible();
});

test('the only host who leaves is asked who is host after her; the other has it at once', async () => {
  await open(rivera, 'Garden club', []);
  await rivera.say('Who helps?');
  await expect(rivera.message('Who helps?')).toBeVisible();
  await join(ben, 'Garden club');
  await expect(rivera.log.getByText('Ben Whitlock joined')).toBeVisible();
  await fromMenu(rivera.page, 'Room menu', 'Leave room');
  await expect(dialog(rivera).getByText('Then a teacher of the class becomes host')).toBeVisible();
  await dialog(rivera).getByLabel('Host after you').selectOption('Ben Whitlock');
  await dialog(rivera).getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(room(rivera, 'Garden club')).toHaveCount(0);
  await expect(ben.log.getByText('Ms Rivera left')).toBeVisible();
  await fromMenu(ben.page, 'Room menu', 'Details and settings');
  await expect(dialog(ben).getByLabel('Room name')).toHaveValue('Garden club');
  await ben.page.keyboard.press('Escape');
  await fromMenu(ben.page, 'Room menu', 'Leave room');
  await dialog(ben).getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(room(ben, 'Garden club')).toHaveCount(0);

  await room(rivera, 'Garden club').click();
  await expect(rivera.composer).toBeVisible();
  await fromMenu(rivera.page, 'Room menu', 'Details and settings');
  await expect(dialog(rivera).getByLabel('Room name')).toHaveValue('Garden club');
  await rivera.page.keyboard.press('Escape');
});

test('a new name, the archive and its undoing stand on the other screen', async () => {
  await open(rivera, 'Draft', [], true);
  await room(ben, 'Draft').click();
  await expect(ben.composer).toBeVisible();
  await fromMenu(rivera.page, 'Room menu', 'Details and settings');
  await dialog(rivera).getByLabel('Room name').fill('Lamp experiment');
  await dialog(rivera).getByRole('button', { name: 'Save' }).click();
  await expect(ben.page.getByRole('heading', { name: 'Lamp experiment' })).toBeVisible();
  await expect(room(ben, 'Lamp experiment')).toBeVisible();
  await dialog(rivera).getByRole('button', { name: 'Archive room' }).click();
  await expect(ben.page.getByText('You can read it, but nobody can write in it.')).toBeVisible();
  await expect(ben.composer).toHaveCount(0);
  await expect(room(ben, 'Lamp experiment')).toHaveCount(0);
  await dialog(rivera).getByRole('button', { name: 'Use room again' }).click();
  await expect(ben.composer).toBeVisible();
  await expect(room(ben, 'Lamp experiment')).toBeVisible();
  await rivera.page.keyboard.press('Escape');
});

test('topic, who writes and what newcomers see are changed after the opening, and stand on the other screen', async () => {
  await open(rivera, 'Leaves', [], true);
  await rivera.say('The first leaf');
  await room(ben, 'Leaves').click();
  await expect(ben.composer).toBeVisible();
  await fromMenu(rivera.page, 'Room menu', 'Details and settings');
  await dialog(rivera).getByRole('textbox', { name: 'Topic' }).fill('Chapter 4');
  await dialog(rivera).getByRole('button', { name: 'Set topic' }).click();
  await expect(ben.page.getByText('Biology 7B · Chapter 4')).toBeVisible();
  await expect(ben.log.getByText('Ms Rivera set the topic: “Chapter 4”')).toBeVisible();

  await dialog(rivera).getByRole('button', { name: 'Let only teachers write' }).click();
  await expect(ben.page.getByText('Only teachers write here.')).toBeVisible();
  await expect(ben.composer).toHaveCount(0);
  await dialog(rivera).getByRole('button', { name: 'Let everyone write' }).click();
  await expect(ben.composer).toBeVisible();

  await dialog(rivera).getByRole('button', { name: 'Hide earlier messages' }).click();
  await expect(dialog(rivera).getByText('Only what comes after they join')).toBeVisible();
  await dialog(rivera).getByRole('button', { name: 'Keep messages for newcomers' }).click();
  await expect(dialog(rivera).getByText('Everything since staff allowed it, nothing from before')).toBeVisible();
  await expect(ben.log.getByText('Ms Rivera shows newcomers what is written from now on')).toBeVisible();
  await expect(ben.message('The first leaf')).toBeVisible();
  await rivera.page.keyboard.press('Escape');
});

test('a wall of people who came and went is one row, and what was said before it stands above', async () => {
  await open(rivera, 'Corridor', []);
  await rivera.say('Before the wall');
  await expect(rivera.message('Before the wall')).toBeVisible();
  const roomId = rivera.page.url().split('/').at(-1);
  for (let time = 0; time < 30; time += 1) {
    await ask(ben, 'rooms.join', { roomId });
    await ask(ben, 'participants.leave', { roomId });
  }
  await rivera.page.reload();
  await expect(rivera.log.getByText('Ben Whitlock joined · Ben Whitlock left')).toHaveCount(1);
  await expect(rivera.message('Before the wall')).toBeVisible();
  await expect(rivera.log.getByRole('article')).toHaveCount(2);
  await rivera.say('After the wall');
  await expect(rivera.message('After the wall')).toBeVisible();
});

test('a deleted room is gone from the open screen too, and an admin brings it back with what was said', async ({
  browser,
}) => {
  const head = await browser.newContext().then(async (context) => ({ context, page: await context.newPage() }));
  await open(rivera, 'By mistake', [], true);
  await rivera.say('Worth keeping');
  await room(ben, 'By mistake').click();
  await expect(ben.message('Worth keeping')).toBeVisible();
  await fromMenu(rivera.page, 'Room menu', 'Details and settings');
  await dialog(rivera).getByRole('button', { name: 'Delete room' }).click();
  await dialog(rivera).getByRole('button', { name: 'Yes, delete it' }).click();
  await expect(room(ben, 'By mistake')).toHaveCount(0);
  await expect(ben.page.getByText('Worth keeping')).toHaveCount(0);

  await head.page.goto('/sign-in');
  await head.page.getByLabel('Email').fill('head@oakwood.example');
  await head.page.getByLabel('Password', { exact: true }).fill('homeroom-demo');
  await head.page.keyboard.press('Enter');
  await fromMenu(head.page, 'Oakwood School', 'Deleted rooms');
  await head.page.getByRole('button', { name: 'Bring back By mistake' }).click();
  await expect(head.page.getByText('No deleted rooms')).toBeVisible();
  await expect(room(ben, 'By mistake')).toBeVisible();
  await expect(ben.message('Worth keeping')).toBeVisible();
  await head.context.close();
});

test('who is removed stops seeing the room at once, and is back when brought back', async () => {
  await open(rivera, 'Herbarium', [], true);
  await room(ben, 'Herbarium').click();
  await expect(ben.composer).toBeVisible();
  await people(rivera);
  await forPerson(rivera, 'Ben Whitlock', 'Remove from room');
  await dialog(rivera).getByRole('button', { name: 'Remove from room' }).click();
  await expect(room(ben, 'Herbarium')).toHaveCount(0);
  await expect(ben.composer).toHaveCount(0);
  await rivera.page.getByRole('button', { name: 'Bring back: Ben Whitlock' }).click();
  await expect(room(ben, 'Herbarium')).toBeVisible();
  await expect(ben.composer).toBeVisible();
});

test('on a phone: from the list into a room, a new room, its settings, and back', async ({ browser }) => {
  const phone = await signIn(browser, 'rivera@oakwood.example', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  await enter(phone);
  await expect(phone.page.getByRole('navigation', { name: 'Rooms' })).toBeHidden();
  await phone.page.getByRole('link', { name: 'Back to your rooms' }).click();
  await open(phone, 'Field trip', ['Announcements'], true);
  await fromMenu(phone.page, 'Room menu', 'Details and settings');
  await expect(dialog(phone).getByText('Teachers write, everyone reads.')).toBeVisible();
  const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await dialog(phone).getByRole('button', { name: 'Close' }).click();
  await phone.page.getByRole('link', { name: 'Back to your rooms' }).click();
  await expect(room(phone, 'Field trip')).toBeVisible();
  await phone.context.close();
});

test('on a phone Back closes what was opened last, and nothing of it is left in the history', async ({ browser }) => {
  const phone = await signIn(browser, 'rivera@oakwood.example', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const { page } = phone;
  await room(phone, 'Class room').first().tap();
  await phone.composer.fill('Bring a lamp');
  await page.getByRole('button', { name: 'Send' }).tap();
  await expect(phone.message('Bring a lamp')).toHaveAttribute('data-seq');
  const thread = page.getByRole('complementary', { name: 'Thread' });
  const panel = page.getByRole('complementary', { name: 'People' });

  // A sheet over a panel: the finger that opened it presses nothing, and each takes one Back.
  await rest(phone, 'Bring a lamp');
  await expect(dialog(phone)).toBeVisible();
  await dialog(phone).getByRole('button', { name: 'Reply in thread' }).tap();
  await expect(thread).toBeVisible();
  await rest(phone, 'Bring a lamp', thread);
  await expect(dialog(phone)).toBeVisible();
  await page.goBack();
  await expect(dialog(phone)).toHaveCount(0);
  await expect(thread).toBeVisible();
  await page.goBack();
  await expect(thread).toHaveCount(0);
  await expect(phone.composer).toBeVisible();

  // Forward opens nothing, and a menu is one of them too.
  await page.goForward();
  await page.getByRole('button', { name: 'Room menu' }).tap();
  await expect(page.getByRole('menu')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(phone.composer).toBeVisible();
  await expect(thread).toHaveCount(0);

  // What is closed by its cross, or gone with a reload, takes no Back.
  await page.getByRole('button', { name: /^\d+ people$/ }).tap();
  await panel.getByRole('button', { name: 'Add people' }).tap();
  await dialog(phone).getByRole('button', { name: 'Close' }).tap();
  await panel.getByRole('button', { name: 'Close people' }).tap();
  await page.getByRole('button', { name: /^\d+ people$/ }).tap();
  await expect(panel).toBeVisible();
  await page.reload();
  await expect(phone.composer).toBeVisible();
  await expect(panel).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => history.state.over ?? 0)).toBe(0);

  // What leads elsewhere still does, and back from there.
  await page.getByRole('button', { name: /^\d+ people$/ }).tap();
  await panel.getByRole('button', { name: 'Ben Whitlock', exact: true }).tap();
  await dialog(phone).getByRole('button', { name: 'Message' }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ben Whitlock');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Class room');
  await expect(phone.message('Bring a lamp')).toBeVisible();
  await expect(panel).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => history.state.over ?? 0)).toBe(0);
  await page.goBack();
  await expect(page).toHaveURL('/');
  await expect(room(phone, 'Class room').first()).toBeVisible();
  await phone.context.close();
});

/** Lays a finger on a message until its sheet is there, and lifts it. */
async function rest({ page }: Screen, text: string, within: Page | Locator = page): Promise<void> {
  const touches = await page.context().newCDPSession(page);
  const box = await within.getByRole('article').filter({ hasText: text }).last().boundingBox();
  const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
  const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
  await touches.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await expect(page.getByRole('dialog')).toBeVisible();
  await touches.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await touches.detach();
}

/** Opens a room of Biology 7B with what is chosen beside what comes by itself. */
async function open(screen: Screen, title: string, choices: readonly string[], everyone = false): Promise<void> {
  await screen.page.getByRole('button', { name: 'New room in Biology 7B' }).click();
  const form = dialog(screen);
  await form.getByLabel('Room name').fill(title);
  for (const name of choices) await form.getByRole('radio', { name }).check();
  if (everyone) await form.getByRole('switch', { name: 'Everyone in the class is in it' }).check();
  await form.getByRole('button', { name: 'Open room' }).click();
  await expect(screen.page.getByRole('heading', { name: title })).toBeVisible();
  await expect(screen.composer).toBeVisible();
}

async function join(screen: Screen, title: string): Promise<void> {
  await screen.page.getByRole('button', { name: 'Browse rooms' }).click();
  await dialog(screen)
    .getByRole('button', { name: `Join ${title}`, exact: true })
    .click();
  await expect(screen.page.getByRole('heading', { name: title })).toBeVisible();
}

async function people({ page }: Screen): Promise<void> {
  const panel = page.getByRole('button', { name: /^\d+ (people|person)$/ });
  if ((await panel.getAttribute('aria-expanded')) !== 'true') await panel.click();
}

const forPerson = ({ page }: Screen, name: string, item: string) => fromMenu(page, `Actions for ${name}`, item, true);

async function fromMenu(page: Page, menu: string, item: string, either = false): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  const plain = page.getByRole('menuitem', { name: item });
  await (either ? plain.or(page.getByRole('menuitemradio', { name: item })) : plain).click();
}
