import { type Browser, expect, type Page, test } from '@playwright/test';
import { LOOKS, offences } from './axe.ts';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { letterTo } from './letters.ts';
import { enter, fillSignIn, PASSWORD, type Screen, signIn, unique } from './people.ts';

// An admin looks after the people of the school; what is done stands on the other's screen at once.
let homeroom: Homeroom;
let head: Page;

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom({ port });
  head = await openOffice(browser);
});
test.afterAll(() => homeroom.stop());

/** The page, found by the menu. */
async function openOffice(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: homeroom.url, locale: 'en-GB' })).newPage();
  await page.goto('/sign-in');
  await fillSignIn(page, 'head@oakwood.example');
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await page.getByRole('menuitem', { name: 'People' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  return page;
}
const panel = (name: string) => head.getByRole('complementary', { name });
const dialog = () => head.getByRole('dialog');
/** Searches until this person alone is listed, and opens them. */
async function find(search: string, name: string): Promise<void> {
  await head.getByRole('radio', { name: 'At the school' }).check();
  await head.getByRole('searchbox', { name: 'Search people' }).fill(search);
  await expect(head.getByRole('rowheader')).toContainText([name]);
  await head.getByRole('link', { name }).click();
}
const endMembership = async (name: string) => {
  await panel(name).getByRole('button', { name: 'End membership…' }).click();
  await expect(dialog()).toContainText(`What ${name} wrote stays`);
  await dialog().getByRole('button', { name: 'End membership' }).click();
  await expect(panel(name).getByRole('heading', { name: 'No longer at this school' })).toBeVisible();
};

test('a membership that ends while its holder types: nothing more is read or written, and they are told; taken back, all is there', async ({
  browser,
}) => {
  const [rivera, dora] = [
    await signIn(browser, 'rivera@oakwood.example'),
    await signIn(browser, 'dora@oakwood.example'),
  ];
  for (const screen of [rivera, dora]) await enter(screen);
  const [said, typed, meanwhile] = [unique('I was here'), unique('I am still wri'), unique('Without Dora')];
  await dora.say(said);
  await expect(rivera.message(said)).toBeVisible();
  await find('dora', 'Dora Lindqvist');
  await dora.composer.pressSequentially(typed);
  const address = new URL(dora.page.url()).pathname;
  await endMembership('Dora Lindqvist');

  await dora.page.waitForURL('**/sign-in?*ended=oakwood*');
  await expect(dora.page.getByText('Your membership of Oakwood School has ended')).toBeVisible();
  await rivera.say(meanwhile);
  await expect(rivera.message(said)).toContainText('no longer at this school');
  await expect(rivera.page.getByText(typed)).toHaveCount(0);
  const answers = await dora.page.evaluate(async () => {
    const ask = async (path: string, asked?: RequestInit) => (await fetch(`/trpc/${path}`, asked)).status;
    const headers = { 'content-type': 'application/json' };
    const sent = { method: 'POST', headers, body: JSON.stringify({}) };
    return [await ask('rooms.list'), await ask('session.me'), await ask('messages.send', sent)];
  });
  expect(answers).toEqual([401, 401, 401]);
  await fillSignIn(dora.page, 'dora@oakwood.example');
  await expect(dora.page.getByRole('alert')).toContainText('Your membership of Oakwood School has ended');

  await panel('Dora Lindqvist').getByRole('button', { name: 'Bring back' }).click();
  await dialog().getByRole('button', { name: 'Bring back' }).click();
  await expect(panel('Dora Lindqvist').getByRole('button', { name: 'End membership…' })).toBeVisible();
  await fillSignIn(dora.page, 'dora@oakwood.example');
  await dora.page.waitForURL(`**${address}`);
  for (const text of [said, meanwhile]) await expect(dora.message(text)).toBeVisible();
  await expect(dora.composer).toHaveValue(typed);
  await dora.composer.press('Enter');
  await expect(rivera.message(typed)).toBeVisible();
  await expect(rivera.message(said)).not.toContainText('no longer at this school');
  await expect(panel('Dora Lindqvist').getByRole('listitem').first()).toContainText('Brought back');
  for (const { context } of [rivera, dora]) await context.close();
});

test('with a one-time password somebody chooses a new one; their open page and their old password are worth nothing', async ({
  browser,
}) => {
  const ben = await signIn(browser, 'ben@oakwood.example');
  await find('ben whit', 'Ben Whitlock');
  await panel('Ben Whitlock').getByRole('button', { name: 'One-time password' }).click();
  await dialog().getByRole('button', { name: 'Make it' }).click();
  const slip = await head.locator('[data-slip] dd').nth(2).innerText();
  await expect(head.locator('[data-slip]')).toContainText('ben@oakwood.example');
  await ben.page.waitForURL('**/sign-in*');
  await dialog().getByRole('button', { name: 'Done' }).click();
  await expect(head.getByText(slip)).toHaveCount(0);

  await fillSignIn(ben.page, 'ben@oakwood.example');
  await expect(ben.page.getByRole('alert')).toContainText('do not belong together');
  await fillSignIn(ben.page, 'ben@oakwood.example', slip.toLowerCase());
  await expect(ben.page.getByText('That is a one-time password')).toBeVisible();
  await expect(ben.page.getByLabel('New password', { exact: true })).toBeFocused();
  await ben.page.getByLabel('New password', { exact: true }).fill(slip);
  await ben.page.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(ben.page.getByText('that one is used up')).toBeVisible();
  await ben.page.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await ben.page.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(ben.page.getByRole('link', { name: 'Class room' }).first()).toBeVisible();
  await ben.context.close();
});

test('on paper there is the slip and nothing else', async () => {
  await find('chidi', 'Chidi Okoro');
  await panel('Chidi').getByRole('button', { name: 'One-time password' }).click();
  await dialog().getByRole('button', { name: 'Make it' }).click();
  await expect(head.getByRole('button', { name: 'Print' })).toBeFocused();
  await head.emulateMedia({ media: 'print' });
  await expect(head.locator('[data-slip]')).toBeVisible();
  for (const other of [head.getByRole('heading', { level: 1 }), head.getByRole('table'), dialog().getByRole('button')])
    for (const element of await other.all()) await expect(element).toBeHidden();
  await head.emulateMedia({ media: 'screen' });
  await dialog().getByRole('button', { name: 'Done' }).click();
});

test('a teacher corrects the name of a student on the class list, and an admin anybody’s; it changes on every screen', async ({
  browser,
}) => {
  const [rivera, ana] = [await signIn(browser, 'rivera@oakwood.example'), await signIn(browser, 'ana@oakwood.example')];
  for (const screen of [rivera, ana]) await enter(screen);
  const said = unique('Who am I?');
  await ana.say(said);
  await rivera.page.getByRole('button', { name: 'Menu of Biology 7B' }).click();
  await rivera.page.getByRole('menuitem', { name: 'Class people' }).click();
  await rivera.page.getByRole('button', { name: /^Correct the name Ana/ }).click();
  const renaming = rivera.page.getByRole('dialog', { name: 'Correct the name' });
  await renaming.getByRole('textbox', { name: 'Name' }).fill('Ana Duarte-López');
  await renaming.getByRole('button', { name: 'Save' }).click();
  await expect(rivera.page.getByRole('button', { name: 'Correct the name Ana Duarte-López' })).toBeVisible();
  await expect(ana.message(said)).toContainText('Ana Duarte-López');
  await find('lopez', 'Ana Duarte-López');
  await expect(panel('Ana Duarte-López').getByRole('listitem').first()).toContainText('Ms Rivera');
  await panel('Ana Duarte-López').getByRole('button', { name: 'Correct the name' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(dialog().getByRole('textbox', { name: 'Name' })).toBeFocused();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Ana Duarte');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(ana.message(said)).toContainText('Ana Duarte');
  for (const { context } of [rivera, ana]) await context.close();
});

test('somebody is invited, found as never signed in, and has another address then', async () => {
  await head.getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog().getByRole('textbox', { name: 'Email' }).fill('new.teacher@oakwood.example');
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Mx New');
  await dialog().getByRole('combobox', { name: 'Role' }).selectOption('Teacher');
  await expect(dialog()).toContainText('No email is sent');
  await dialog().getByRole('button', { name: 'Make invitation' }).click();
  await expect(head.getByRole('dialog', { name: 'Invitation for Mx New' })).toContainText('/invitation?token=');
  expect(await offences(head)).toEqual([]);
  await dialog().getByRole('button', { name: 'Done' }).click();
  await panel('Mx New').getByRole('button', { name: 'Show invitation link' }).click();
  await expect(head.getByRole('dialog', { name: 'Invitation for Mx New' })).toContainText('/invitation?token=');
  await dialog().getByRole('button', { name: 'Done' }).click();
  await expect(panel('Mx New').getByRole('listitem').first()).toContainText('Invitation link shown');
  await expect(panel('Mx New')).toContainText('Has not accepted the invitation yet');
  expect((await letterTo(homeroom, 'new.teacher@oakwood.example')).text).toContain('Hello Mx New,');
  await head.getByRole('searchbox', { name: 'Search people' }).fill('');
  await head.getByRole('radio', { name: /Never signed in/ }).check();
  await expect(head.getByRole('row').filter({ hasText: 'Mx New' })).toContainText('Invited');
  await panel('Mx New').getByRole('button', { name: 'Change the email address' }).click();
  await dialog().getByRole('textbox', { name: 'New email address' }).fill('ben@oakwood.example');
  await dialog().getByRole('button', { name: 'Change address' }).click();
  await expect(dialog()).toContainText('Somebody else of this school has that address');
  await dialog().getByRole('textbox', { name: 'New email address' }).fill('mx.new@oakwood.example');
  await dialog().getByRole('button', { name: 'Change address' }).click();
  await letterTo(homeroom, 'mx.new@oakwood.example');
  await head.getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog().getByRole('textbox', { name: 'Email' }).fill('ana@oakwood.example');
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Ana again');
  await dialog().getByRole('button', { name: 'Make invitation' }).click();
  await dialog().getByRole('button', { name: 'Show them' }).click();
  await expect(panel('Ana Duarte')).toBeVisible();
});

test('a list is looked at before anybody is invited', async () => {
  await head.getByRole('button', { name: 'Invite a list' }).first().click();
  const list =
    'one@oakwood.example,List One,student\nben@oakwood.example,Ben,student\ntwo@oakwood.example,List Two,wizard';
  await dialog().getByRole('textbox', { name: 'One person a line' }).fill(list);
  await dialog().getByRole('button', { name: 'Check the list' }).click();
  await expect(dialog()).toContainText('is at the school already');
  await dialog().getByRole('button', { name: 'Invite 1 person' }).click();
  await expect(dialog()).toContainText('1 invitation made. No email was sent.');
  await expect(dialog()).toContainText('is not a role');
  await dialog().getByRole('button', { name: 'Close' }).click();
  await head.getByRole('searchbox', { name: 'Search people' }).fill('list one');
  await expect(head.getByRole('row').filter({ hasText: 'List One' })).toBeVisible();
});

test('a right is given and taken by a switch, and a role with what goes with it', async () => {
  await find('rivera', 'Ms Rivera');
  const right = panel('Ms Rivera').getByRole('switch', { name: 'Safeguarding' });
  await right.check();
  await expect(panel('Ms Rivera')).toContainText('Given by');
  await expect(head.getByRole('row').filter({ hasText: 'Ms Rivera' })).toContainText('Safeguarding');
  await panel('Ms Rivera').getByRole('combobox', { name: 'Role' }).selectOption('Student');
  await expect(dialog()).toContainText('Biology 7B would have no teacher');
  await expect(dialog().getByRole('button', { name: 'Change role' })).toHaveCount(0);
  await dialog().getByText('Close', { exact: true }).click();
  await expect(panel('Ms Rivera').getByRole('combobox', { name: 'Role' })).toHaveValue('teacher');
  await right.uncheck();
  await expect(panel('Ms Rivera').getByRole('listitem').first()).toContainText('Safeguarding taken away');
  await find('chidi', 'Chidi Okoro');
  const role = panel('Chidi Okoro').getByRole('combobox', { name: 'Role' });
  await role.selectOption('Teacher');
  await expect(dialog()).toContainText('leaves the class in which they are a student (Biology 7B)');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await expect(role).toHaveValue('student');
  await role.selectOption('Teacher');
  await dialog().getByRole('button', { name: 'Change role' }).click();
  await expect(panel('Chidi Okoro').getByRole('listitem').first()).toContainText('from Student to Teacher');
  await expect(panel('Chidi Okoro')).toContainText('In no class');
});

test('all of it goes by the keyboard, and Back closes what was opened last', async () => {
  await head.goto('/oakwood/admin/people');
  await head.getByRole('searchbox', { name: 'Search people' }).fill('ben w');
  await expect(head.getByRole('row')).toHaveCount(2);
  await head.getByRole('searchbox', { name: 'Search people' }).focus();
  const link = head.getByRole('link', { name: 'Ben Whitlock' });
  await expect(async () => {
    await head.keyboard.press('Tab');
    await expect(link).toBeFocused({ timeout: 100 });
  }).toPass();
  await head.keyboard.press('Enter');
  await expect(panel('Ben Whitlock')).toBeVisible();
  await expect(async () => {
    await head.keyboard.press('Tab');
    await expect(panel('Ben Whitlock').getByRole('button', { name: 'Correct the name' })).toBeFocused({ timeout: 100 });
  }).toPass();
  await head.keyboard.press('Escape');
  await expect(panel('Ben Whitlock')).toHaveCount(0);
  await expect(link).toBeFocused();
  await head.keyboard.press('Enter');
  await expect(panel('Ben Whitlock')).toBeVisible();
  await head.goBack();
  await expect(panel('Ben Whitlock')).toHaveCount(0);
});

for (const looks of LOOKS) {
  test(`axe objects to nothing: ${looks.colorScheme}, ${looks.viewport.width} pixels`, async () => {
    await head.setViewportSize(looks.viewport);
    await head.emulateMedia({ colorScheme: looks.colorScheme });
    await head.goto('/oakwood/admin/people');
    await expect(head.getByRole('row').nth(3)).toBeVisible();
    expect(await offences(head)).toEqual([]);
    await head.getByRole('link', { name: 'Ms Rivera' }).click();
    await expect(panel('Ms Rivera').getByRole('switch')).toBeVisible();
    expect(await offences(head)).toEqual([]);
    const overflow = await head.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test('on a phone the list and a person are a page each', async () => {
  await head.setViewportSize({ width: 390, height: 844 });
  await head.goto('/oakwood/admin/people');
  await head.getByRole('link', { name: 'Ben Whitlock' }).click();
  await expect(head.getByRole('heading', { name: 'Ben Whitlock' })).toBeFocused();
  await expect(head.getByRole('link', { name: 'Ms Rivera' })).toHaveCount(0);
  await panel('Ben Whitlock').getByRole('button', { name: 'Back to the list' }).click();
  await expect(head.getByRole('link', { name: 'Ben Whitlock' })).toBeFocused();
});

test('a teacher finds neither the page nor the way to it', async ({ browser }) => {
  const rivera: Screen = await signIn(browser, 'rivera@oakwood.example');
  await rivera.page.getByRole('button', { name: 'Oakwood School' }).click();
  await expect(rivera.page.getByRole('menuitem', { name: 'New class' })).toBeVisible();
  await expect(rivera.page.getByRole('menuitem', { name: 'People' })).toHaveCount(0);
  await rivera.page.goto('/oakwood/admin/people');
  await expect(rivera.page.getByText('There is no such page')).toBeVisible();
  await rivera.context.close();
});
