import { expect, type Locator, type Page, test } from '@playwright/test';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { letterTo } from './letters.ts';
import { ask, enter, PASSWORD, type Screen, screenOf, signIn } from './people.ts';

// A teacher makes a class and fills it; what she does stands on her students' screens at once.
let homeroom: Homeroom;
let rivera: Screen;
let dora: Screen;
let chidi: Screen;
const TITLE = 'Physics 8C';

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom({ port });
  rivera = await signIn(browser, 'rivera@oakwood.example');
  dora = await signIn(browser, 'dora@oakwood.example');
  chidi = await signIn(browser, 'chidi@oakwood.example', { viewport: { width: 390, height: 844 } });
});
test.afterAll(() => homeroom.stop());
test.describe.configure({ mode: 'serial' });

const listed = ({ page }: Screen, title = TITLE): Locator => page.getByRole('region', { name: title });
const dialog = ({ page }: Screen): Locator => page.getByRole('dialog');

test('by the keyboard alone a teacher makes a class, and is led to adding people', async () => {
  const { page } = rivera;
  await page.getByRole('button', { name: 'Oakwood School' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'New class' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Class name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(rivera)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Oakwood School' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Class name')).toBeFocused();
  await page.keyboard.type(TITLE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Add people' })).toHaveAttribute('aria-selected', 'true');
  await expect(listed(rivera).getByRole('link', { name: 'Class room' })).toBeAttached();
});

test('a student found by name is added, and has the class in her list at once', async () => {
  const found = dialog(rivera);
  await found.getByRole('searchbox', { name: 'Search people by name' }).fill('lindq');
  await found.getByRole('button', { name: 'Add Dora Lindqvist' }).click();
  await expect(found.getByText('In the class')).toBeVisible();
  await expect(listed(dora).getByRole('link', { name: 'Class room' })).toBeVisible();
});

test('of a list, every line that cannot be done is told by its number, and the others are done', async () => {
  const list = dialog(rivera);
  await list.getByRole('button', { name: 'Paste a list' }).click();
  const lines = [
    'email,name,role',
    'ben@oakwood.example,Ben Whitlock,student',
    'not an address,Nobody,student',
    'ivy@oakwood.example,Ivy Chen,student',
    'dora@oakwood.example,Dora Lindqvist,student',
    'joe@oakwood.example,Joe Park,captain',
  ];
  await list.getByLabel('One person a line').fill(lines.join('\n'));
  await list.getByRole('button', { name: 'Check the list' }).click();
  await expect(list.getByText('2 will be added · 1 is in the class already · 2 cannot be added')).toBeVisible();
  await list.getByRole('button', { name: 'Add 2 people' }).click();
  await expect(
    list.getByText(/2 people added\. 1 invitation made\. No email was sent\. 1 was in the class already\./),
  ).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveText([/Line 3.*address/s, /Line 6.*"captain" is not a role/s]);
  await list.getByRole('tab', { name: /^People/ }).click();
  await expect(list.getByRole('listitem').filter({ hasText: 'Ivy Chen' })).toContainText('Invited');
  expect((await letterTo(homeroom, 'ivy@oakwood.example')).subject).toContain('Oakwood School');
});

test('a class code is made, and a student uses it on his phone', async () => {
  await dialog(rivera).getByRole('tab', { name: 'Class codes' }).click();
  await dialog(rivera).getByRole('button', { name: 'Make a code' }).click();
  const code = await dialog(rivera)
    .getByRole('button', { name: /^Copy [A-Z0-9]{8}$/ })
    .getAttribute('aria-label');
  await fromMenu(chidi.page, 'Oakwood School', 'Enter a class code');
  const field = chidi.page.getByLabel('Class code');
  await field.fill('WRONG-CODE');
  await chidi.page.getByRole('button', { name: 'Join class' }).click();
  await expect(field).toHaveAccessibleDescription(/That code does not work/);
  await field.fill(code?.replace('Copy ', '').toLowerCase() ?? '');
  await chidi.page.getByRole('button', { name: 'Join class' }).click();
  await expect(chidi.page.getByText(`You are in ${TITLE}.`)).toBeVisible();
  await expect(chidi.page.getByRole('heading', { name: 'Class room' })).toBeVisible();
  await chidi.page.getByRole('link', { name: 'Back to your rooms' }).click();
  await expect(listed(chidi)).toBeVisible();
});

test('who came by a code leaves the class and comes back by it; whom the school enrolled is told why she cannot', async () => {
  await fromMenu(dora.page, `Menu of ${TITLE}`, 'Leave class');
  await expect(dialog(dora).getByRole('heading')).toHaveText(`You cannot leave ${TITLE} by yourself`);
  await expect(dialog(dora).getByText('Your school put you in this class.')).toBeVisible();
  await expect(dialog(dora).getByText('Ms Rivera')).toBeVisible();
  await dora.page.keyboard.press('Escape');
  await expect(listed(dora)).toBeVisible();

  await fromMenu(chidi.page, `Menu of ${TITLE}`, 'Leave class');
  await dialog(chidi).getByRole('button', { name: 'Leave class' }).click();
  await expect(chidi.page.getByText(`You left ${TITLE}.`)).toBeVisible();
  await expect(listed(chidi)).toHaveCount(0);
  const code = await dialog(rivera)
    .getByRole('button', { name: /^Copy [A-Z0-9]{8}$/ })
    .getAttribute('aria-label');
  await fromMenu(chidi.page, 'Oakwood School', 'Enter a class code');
  await chidi.page.getByLabel('Class code').fill(code?.replace('Copy ', '') ?? '');
  await chidi.page.keyboard.press('Enter');
  await expect(chidi.page.getByRole('heading', { name: 'Class room' })).toBeVisible();
});

test('a code that was ended lets nobody in any more', async () => {
  const code =
    (await dialog(rivera)
      .getByRole('button', { name: /^Copy [A-Z0-9]{8}$/ })
      .getAttribute('aria-label')) ?? '';
  await dialog(rivera)
    .getByRole('button', { name: /^End the code/ })
    .click();
  await expect(dialog(rivera).getByText('No codes right now')).toBeVisible();
  await fromMenu(dora.page, 'Oakwood School', 'Enter a class code');
  await dora.page.getByLabel('Class code').fill(code.replace('Copy ', ''));
  await dora.page.keyboard.press('Enter');
  await expect(dora.page.getByLabel('Class code')).toHaveAccessibleDescription(/That code does not work/);
  await dora.page.keyboard.press('Escape');
  await rivera.page.keyboard.press('Escape');
});

test('a new name of the class stands in its students’ lists', async () => {
  await fromMenu(rivera.page, `Menu of ${TITLE}`, 'Class settings');
  await dialog(rivera).getByLabel('Class name').fill('Physics 8D');
  await dialog(rivera).getByRole('button', { name: 'Save' }).click();
  await expect(listed(dora, 'Physics 8D')).toBeVisible();
});

test('an archived class can be read and not written in, and used again it can', async () => {
  await listed(dora, 'Physics 8D').getByRole('link', { name: 'Class room' }).click();
  await expect(dora.composer).toBeVisible();
  await dialog(rivera).getByRole('button', { name: 'Archive class' }).click();
  await expect(dora.composer).toHaveCount(0);
  await expect(dora.page.getByText('This room is archived.').first()).toBeVisible();
  await expect(dora.page.getByText('Archived classes')).toBeVisible();
  await dialog(rivera).getByRole('button', { name: 'Use class again' }).click();
  await expect(dora.composer).toBeVisible();
  await expect(dora.page.getByText('Archived classes')).toHaveCount(0);
  await dora.say('still here');
  await expect(dora.message('still here')).toBeVisible();
  await rivera.page.keyboard.press('Escape');
});

test('who is taken off the class loses it and its rooms at once, and what they wrote stays', async () => {
  await fromMenu(rivera.page, 'Menu of Physics 8D', 'Class people');
  await dialog(rivera).getByRole('button', { name: 'Remove Dora Lindqvist from the class' }).click();
  await dialog(rivera).getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(listed(dora, 'Physics 8D')).toHaveCount(0);
  await expect(dora.composer).toHaveCount(0);
  await rivera.page.keyboard.press('Escape');
  await listed(rivera, 'Physics 8D').getByRole('link', { name: 'Class room' }).click();
  await expect(rivera.message('still here')).toBeVisible();
  await enter(dora);
});

test('a long list of people is one line in the room, and nothing unread', async () => {
  await enter(dora);
  await rivera.say('Before the list');
  const [biology] = (await ask<{ id: string; title: string }[]>(rivera, 'classrooms.list')).filter(
    ({ title }) => title === 'Biology 7B',
  );
  await listed(rivera, 'Biology 7B').getByRole('link', { name: 'Class room' }).click();
  await rivera.say('Welcome, all of you');
  await expect(dora.message('Welcome, all of you')).toBeVisible();
  const list = Array.from({ length: 30 }, (_, n) => `new${n}@oakwood.example,Newcomer ${n},student`);
  const input = { classroomId: biology?.id, csv: list.join('\n') };
  await ask(rivera, 'classrooms.enrolMany', { ...input, from: 1, to: 10 });
  await expect(dora.log.getByText('Newcomer 0, Newcomer 1 and 8 others joined')).toBeVisible();
  await ask(rivera, 'classrooms.enrolMany', { ...input, from: 11 });
  await expect(dora.log.getByText('Newcomer 0, Newcomer 1 and 28 others joined')).toBeVisible();
  await expect(dora.log.getByText(/joined/)).toHaveCount(1);
  await dora.page.reload();
  await expect(dora.log.getByText('Newcomer 0, Newcomer 1 and 28 others joined')).toBeVisible();
  await expect(dora.log.getByText(/joined/)).toHaveCount(1);
});

test('an admin sees the rooms of a class they are not in, nothing that stands in them, and enters for everybody to see', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: homeroom.url });
  const data = { email: 'head@oakwood.example', password: PASSWORD };
  await context.request.post('/api/auth/sign-in/email', { data });
  const head = screenOf(await context.newPage(), context);
  await head.page.goto('/');
  await expect(head.page.getByText('You are in no active room')).toBeVisible();
  const biology = listed(head, 'Biology 7B');
  await biology.getByRole('button', { name: 'Biology 7B', exact: true }).click();
  await expect(biology.getByText('You are in none of its rooms.')).toBeVisible();
  await biology.getByRole('button', { name: 'Show the rooms of Biology 7B' }).click();
  await expect(dialog(head).getByRole('listitem')).toHaveText([/Announcements/, /Class room/, /Study group/]);
  await expect(dialog(head)).not.toContainText('Welcome, all of you');
  await expect(dialog(head)).not.toContainText('You are in all of them');
  await dialog(head).getByRole('button', { name: 'Enter Class room' }).click();
  await expect(dialog(head)).toContainText('everybody in the room sees that you came in as an admin');
  await dialog(head).getByRole('button', { name: 'Enter the room' }).click();
  await expect(head.message('Welcome, all of you')).toBeVisible();
  await expect(dora.log.getByText('Dr Amina Hale came in as an admin of the school')).toBeVisible();
  await expect(biology.getByRole('link', { name: 'Class room' })).toBeVisible();

  await fromMenu(head.page, 'Menu of Biology 7B', 'Join as a teacher');
  await dialog(head).getByRole('button', { name: 'Join as a teacher', exact: true }).click();
  await expect(biology.getByRole('link', { name: 'Announcements' })).toBeVisible();
  await context.close();
});

async function fromMenu(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
