import { expect, test } from '@playwright/test';
import { LOOKS, offences } from './axe.ts';
import { ask, enter, type Screen, signIn, unique } from './people.ts';

// A teacher in the class room; Ana at her desk and, at the same time, on her phone, elsewhere.
let rivera: Screen;
let desk: Screen;
let phone: Screen;

test.beforeAll(async ({ browser }) => {
  rivera = await signIn(browser, 'rivera@oakwood.example');
  desk = await signIn(browser, 'ana@oakwood.example');
  phone = await signIn(browser, 'ana@oakwood.example', { viewport: { width: 390, height: 844 } });
  await enter(rivera);
});
test.beforeEach(async () => {
  for (const who of [desk, phone]) await away(who);
  for (const who of [rivera, desk]) await ask(who, 'notifications.readAll', null);
});
test.afterAll(async () => {
  for (const { context } of [rivera, desk, phone]) await context.close();
});

const bell = ({ page }: Screen, unread: number) =>
  page.getByRole('button', { name: unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`, exact: true });
const panel = ({ page }: Screen) => page.getByRole('dialog', { name: 'Notifications' });
/** Somewhere in the school where no room is on the screen. */
const away = ({ page }: Screen) => page.goto('/profile');

test('a bell rises on both of her screens, and falls on both when the room is opened on the phone', async () => {
  for (const who of [desk, phone]) await expect(bell(who, 0)).toBeVisible();
  await rivera.say(`@Ana Duarte ${unique('look at the willow')}`);
  for (const who of [desk, phone]) {
    await expect(bell(who, 1)).toBeVisible();
    await expect(bell(who, 1)).toHaveText('1');
    await expect(who.page).toHaveTitle(/^\(1\) /);
  }
  await phone.page.goto('/');
  await enter(phone);
  for (const who of [desk, phone]) {
    await expect(bell(who, 0)).toBeVisible();
    await expect(who.page).toHaveTitle(/^[^(]/);
  }
  await expect(bell(rivera, 0)).toBeVisible();
});

test('the list says who and where, and leads to the message', async () => {
  const mark = unique('and at the roots, which nobody has looked at for so long that no list has room for all of it');
  await rivera.say(`@Ana Duarte ${mark}`);
  await bell(phone, 1).click();
  const row = panel(phone).getByRole('listitem').filter({ hasText: mark });
  await expect(row).toContainText('Ms Rivera mentioned you in Class room.');
  await expect(row.getByRole('button', { name: 'Mark as read' })).toBeInViewport({ ratio: 1 });
  await row.getByRole('link').click();
  await expect(panel(phone)).toHaveCount(0);
  await expect(phone.message(mark)).toBeInViewport();
  for (const who of [desk, phone]) await expect(bell(who, 0)).toBeVisible();
});

test('by keyboard: opened, one read, all read, closed again', async () => {
  const [first, second] = [unique('first'), unique('second')];
  for (const text of [first, second]) await rivera.say(`@Ana Duarte ${text}`);
  await expect(bell(desk, 2)).toBeVisible();
  await bell(desk, 2).focus();
  await desk.page.keyboard.press('Enter');
  const row = panel(desk).getByRole('listitem').filter({ hasText: first });
  await row.getByRole('button', { name: 'Mark as read' }).focus();
  await desk.page.keyboard.press('Enter');
  await expect(bell(phone, 1)).toBeVisible();
  await expect(row.getByRole('button', { name: 'Mark as read' })).toHaveCount(0);
  await panel(desk).getByRole('button', { name: 'Mark all as read' }).focus();
  await desk.page.keyboard.press('Enter');
  for (const who of [desk, phone]) await expect(bell(who, 0)).toBeVisible();
  await panel(desk).getByRole('link').first().focus();
  await desk.page.keyboard.press('Escape');
  await expect(panel(desk)).toHaveCount(0);
  await expect(bell(desk, 0)).toBeFocused();
});

test('a deleted message is no news any more', async () => {
  const mark = unique('never mind');
  await rivera.say(`@Ana Duarte ${mark}`);
  await expect(bell(phone, 1)).toBeVisible();
  const { roomId, id } = await lastMessage();
  await ask(rivera, 'messages.delete', { roomId, messageId: id });
  await expect(bell(phone, 0)).toBeVisible();
  await bell(phone, 0).click();
  await expect(panel(phone).getByRole('listitem').first()).toBeVisible();
  await expect(panel(phone).getByText(mark)).toHaveCount(0);
  await phone.page.keyboard.press('Escape');
});

test('an open list follows what it tells of: edited words are shown, deleted ones are gone', async () => {
  const [before, after] = [unique('the left door'), unique('the right door')];
  await rivera.say(`@Ana Duarte ${before}`);
  await bell(phone, 1).click();
  await expect(panel(phone).getByText(before)).toBeVisible();
  const { roomId, id } = await lastMessage();
  await ask(rivera, 'messages.edit', { roomId, messageId: id, text: `@Ana Duarte ${after}` });
  await expect(panel(phone).getByText(after)).toBeVisible();
  await expect(panel(phone).getByText(before)).toHaveCount(0);
  await ask(rivera, 'messages.delete', { roomId, messageId: id });
  await expect(panel(phone).getByText(after)).toHaveCount(0);
  await phone.page.keyboard.press('Escape');
});

test('whoever wants nothing of a room hears nothing of it', async ({ browser }) => {
  const ben = await signIn(browser, 'ben@oakwood.example');
  await away(ben);
  await ask(ben, 'notifications.readAll', null);
  const { page } = desk;
  await desk.page.goto('/');
  await enter(desk);
  await page.getByRole('button', { name: 'Room menu' }).click();
  await page.getByRole('menuitem', { name: 'Details and settings' }).click();
  const level = page.getByRole('dialog').getByLabel('Tell me of');
  await level.selectOption({ label: 'Nothing' });
  await expect(level).toHaveValue('none');
  const roomId = roomOf(rivera);
  await expect.poll(() => query(desk, 'notifications.choice', { roomId })).toEqual({ level: 'none', mutedUntil: null });
  await away(desk);
  const told = unique('not for you');
  await rivera.say(`@Ana Duarte and @Ben Whitlock, ${told}`);
  await expect(bell(ben, 1)).toBeVisible();
  await ben.context.close();
  await ask(desk, 'notifications.choose', { roomId, level: 'all', mutedUntil: null });
  const wanted = unique('for you');
  await rivera.say(`@Ana Duarte ${wanted}`);
  await expect(bell(phone, 1)).toBeVisible();
  await bell(phone, 1).click();
  await expect(panel(phone).getByText(wanted)).toBeVisible();
  await expect(panel(phone).getByText(told)).toHaveCount(0);
});

test('a person who chooses “Every message” is notified of every message in the room, and can choose less again', async () => {
  const { page } = desk;
  const roomId = roomOf(rivera);
  await page.goto('/');
  await enter(desk);
  await page.getByRole('button', { name: 'Room menu' }).click();
  await page.getByRole('menuitem', { name: 'Details and settings' }).click();
  await page.getByRole('dialog').getByLabel('Tell me of').selectOption({ label: 'Every message' });
  await expect
    .poll(() => query(desk, 'notifications.choice', { roomId }))
    .toEqual({ level: 'every', mutedUntil: null });
  await away(desk);
  const said = unique('the lamp is in the cupboard');
  await rivera.say(said);
  await expect(bell(phone, 1)).toBeVisible();
  await bell(phone, 1).click();
  await expect(panel(phone)).toContainText('Ms Rivera wrote in Class room.');
  await expect(panel(phone).getByText(said)).toBeVisible();
  await ask(desk, 'notifications.choose', { roomId, level: 'all', mutedUntil: null });
});

test('the page has them room by room, leads to the message, and takes one or all as read', async () => {
  const [first, second] = [unique('first'), unique('second')];
  for (const text of [first, second]) await rivera.say(`@Ana Duarte ${text}`);
  await bell(phone, 2).click();
  await panel(phone).getByRole('link', { name: 'See all notifications' }).click();
  const { page } = phone;
  await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
  await expect(panel(phone)).toHaveCount(0);
  const row = page.getByRole('list', { name: 'Class room' }).getByRole('listitem').filter({ hasText: first });
  await row.getByRole('button', { name: 'Mark as read' }).click();
  await expect(bell(desk, 1)).toBeVisible();
  await expect(page.getByText('1 unread', { exact: true })).toBeVisible();
  expect(await offences(page)).toEqual([]);
  await shot(phone, 'page-390');
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(bell(desk, 0)).toBeVisible();
  await expect(page.getByText('All read')).toBeVisible();
  await row.getByRole('link').click();
  await expect(phone.message(first)).toBeInViewport();
});

test('a private room has its level and mute in its menu', async () => {
  const mark = unique('write to me alone');
  await rivera.say(mark);
  const { page } = desk;
  await page.goto('/');
  await enter(desk);
  await desk.press(mark, 'Reply privately');
  await expect(page.getByRole('heading', { level: 1, name: 'Ms Rivera' })).toBeVisible();
  await desk.say(unique('privately'));
  const roomId = roomOf(desk);
  await page.getByRole('button', { name: 'Room menu' }).click();
  await page.getByRole('menuitem', { name: 'Notifications' }).click();
  const mute = page.getByRole('dialog', { name: 'Notifications' }).getByLabel('Mute');
  await mute.selectOption({ label: 'For a day' });
  await expect(mute).toHaveValue('kept');
  const until = async () => {
    const { mutedUntil } = await query<{ mutedUntil: string | null }>(desk, 'notifications.choice', { roomId });
    return Date.parse(mutedUntil ?? '');
  };
  await expect.poll(until).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  expect(await offences(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('in her settings she turns one kind off, and it rings for the others still', async ({ browser }) => {
  const ben = await signIn(browser, 'ben@oakwood.example');
  await away(ben);
  await ask(ben, 'notifications.readAll', null);
  const { page } = desk;
  const mentions = page.getByRole('checkbox', { name: 'Mentions of you: Bell' });
  await mentions.uncheck();
  await expect(page.getByRole('checkbox', { name: 'Mentions of you: Mail' })).toBeDisabled();
  await expect.poll(() => isTold(desk, 'mentions.mention')).toBe(false);
  expect(await offences(page)).toEqual([]);
  await rivera.say(`@Ana Duarte and @Ben Whitlock, ${unique('not for you')}`);
  await expect(bell(ben, 1)).toBeVisible();
  await expect(bell(desk, 0)).toBeVisible();
  await mentions.check();
  await expect.poll(() => isTold(desk, 'mentions.mention')).toBe(true);
  await rivera.say(`@Ana Duarte ${unique('for you')}`);
  for (const who of [desk, phone]) await expect(bell(who, 1)).toBeVisible();
  await ben.context.close();
});

test('in quiet hours nothing rings, and it does once they are over', async ({ browser }) => {
  const ben = await signIn(browser, 'ben@oakwood.example');
  await away(ben);
  await ask(ben, 'notifications.readAll', null);
  const { page } = phone;
  await page.getByRole('switch', { name: 'Quiet hours' }).check();
  for (const [label, time] of [
    ['From', '00:00'],
    ['To', '23:59'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(time);
    await page.getByLabel(label, { exact: true }).blur();
  }
  const hours = async () => (await query<{ quietHours: string }>(phone, 'notifications.preferences', null)).quietHours;
  await expect.poll(hours).toBe('00:00-23:59');
  await shot(phone, 'settings-390');
  expect(await offences(page)).toEqual([]);
  await rivera.say(`@Ana Duarte and @Ben Whitlock, ${unique('tomorrow')}`);
  await expect(bell(ben, 1)).toBeVisible();
  for (const who of [desk, phone]) await expect(bell(who, 0)).toBeVisible();
  await page.getByRole('switch', { name: 'Quiet hours' }).uncheck();
  for (const who of [desk, phone]) await expect(bell(who, 1)).toBeVisible();
  await ben.context.close();
});

/** Whether somebody is told of a kind of notices at all. */
async function isTold(who: Screen, notice: string): Promise<boolean | undefined> {
  const { reasons } = await query<{ reasons: { notice: string; bell: boolean }[] }>(
    who,
    'notifications.preferences',
    null,
  );
  return reasons.find((reason) => reason.notice === notice)?.bell;
}

/** For whoever wants to look at it. */
async function shot({ page }: Screen, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/notifications-${name}.png` });
}

const roomOf = ({ page }: Screen): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';
const query = <T>(who: Screen, procedure: string, input: unknown): Promise<T> =>
  ask(who, `${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`);

/** What was said last in the room that the teacher has open. */
async function lastMessage(): Promise<{ roomId: string; id: string }> {
  const roomId = roomOf(rivera);
  const { messages } = await query<{ messages: { id: string }[] }>(rivera, 'messages.page', { roomId, limit: 1 });
  return { roomId, id: messages.at(-1)?.id ?? '' };
}

for (const looks of LOOKS) {
  const {
    colorScheme,
    viewport: { width },
  } = looks;
  test(`with the list open, and to her settings, axe objects to nothing: ${colorScheme}, ${width} pixels`, async ({
    browser,
  }) => {
    const who = await signIn(browser, 'ana@oakwood.example', looks);
    await away(who);
    await rivera.say(`@Ana Duarte ${unique('look')}`);
    await expect(bell(who, 1)).toBeVisible();
    await bell(who, 1).click();
    await expect(panel(who).getByRole('listitem').first()).toBeVisible();
    expect(await offences(who.page)).toEqual([]);
    const box = await panel(who).boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true);
    await shot(who, `${width}-${colorScheme}`);
    await who.page.keyboard.press('Escape');
    await expect(who.page.getByRole('switch', { name: 'Quiet hours' })).toBeVisible();
    expect(await offences(who.page)).toEqual([]);
    await who.page.getByRole('switch', { name: 'Quiet hours' }).scrollIntoViewIfNeeded();
    await shot(who, `settings-${width}-${colorScheme}`);
    await ask(who, 'notifications.readAll', null);
    await who.context.close();
  });
}
