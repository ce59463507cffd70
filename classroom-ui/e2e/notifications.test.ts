import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { ask, enter, type Screen, signIn } from './people.ts';

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

const unique = (text: string): string => `${text} ${randomUUID().slice(0, 8)}`;
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

const roomOf = ({ page }: Screen): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';
const query = <T>(who: Screen, procedure: string, input: unknown): Promise<T> =>
  ask(who, `${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`);

/** What was said last in the room that the teacher has open. */
async function lastMessage(): Promise<{ roomId: string; id: string }> {
  const roomId = roomOf(rivera);
  const { messages } = await query<{ messages: { id: string }[] }>(rivera, 'messages.page', { roomId, limit: 1 });
  return { roomId, id: messages.at(-1)?.id ?? '' };
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`with the list open axe objects to nothing: ${colorScheme}, ${width} pixels`, async ({ browser }) => {
      const who = await signIn(browser, 'ana@oakwood.example', { colorScheme, viewport: { width, height: 844 } });
      await away(who);
      await rivera.say(`@Ana Duarte ${unique('look')}`);
      await expect(bell(who, 1)).toBeVisible();
      await bell(who, 1).click();
      await expect(panel(who).getByRole('listitem').first()).toBeVisible();
      await who.page.mouse.move(0, 0);
      const { violations } = await new AxeBuilder({ page: who.page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)).toEqual([]);
      const box = await panel(who).boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true);
      if (process.env.SHOTS)
        await who.page.screenshot({ path: `${process.env.SHOTS}/notifications-${width}-${colorScheme}.png` });
      await ask(who, 'notifications.readAll', null);
      await who.context.close();
    });
  }
}
