import { expect, type Locator, test } from '@playwright/test';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { type Screen, signIn } from './people.ts';

// A teacher fills a class from the lists that schools have: she sees what will happen before it does.
let homeroom: Homeroom;
let rivera: Screen;

const port = await freePort();
test.use({ baseURL: `http://127.0.0.1:${port}` });
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom({ port });
  rivera = await signIn(browser, 'rivera@oakwood.example');
  const { page } = rivera;
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await page.getByRole('menuitem', { name: 'New class' }).click();
  await page.getByLabel('Class name').fill('Lists');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Paste a list' }).click();
});
test.afterAll(() => homeroom.stop());
test.describe.configure({ mode: 'serial' });

const dialog = (): Locator => rivera.page.getByRole('dialog');
const line = (text: string | RegExp): Locator => dialog().getByRole('row').filter({ hasText: text });
const back = () => dialog().getByRole('button', { name: 'Back to the list' }).click();

async function choose(name: string, bytes: Buffer): Promise<void> {
  const { page } = rivera;
  const chooser = page.waitForEvent('filechooser');
  await dialog().getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: bytes });
}

const EXCEL = Buffer.from(
  'email;name;role\r\nrenee@oakwood.example;M\xfcller, Ren\xe9e;student\r\nlukasz@oakwood.example;\xafak, \xa3ukasz;student\r\nbad@;Nobody, At;student\r\n',
  'latin1',
);

test('a file that cannot be read as it was guessed can be read otherwise', async () => {
  await choose('photo.csv', Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF', 'latin1'));
  await expect(dialog().getByText('That file is no text.')).toBeVisible();
  await dialog().getByLabel('Letters are read as').selectOption('Japanese (Shift JIS)');
  await expect(dialog().getByText('That file is no text.')).toBeVisible();
  await choose('class.csv', EXCEL);
  await expect(dialog().getByText('From class.csv')).toBeVisible();
  await back();
});

test('the same file can be chosen twice, and its letters and names are read as is said', async () => {
  for (let time = 0; time < 2; time += 1) {
    await choose('class.csv', EXCEL);
    await expect(dialog().getByText('From class.csv')).toBeVisible();
    await expect(line('renee@oakwood.example')).toContainText('Renée Müller');
    await back();
  }
  await choose('class.csv', EXCEL);
  await expect(dialog().getByText('2 will be added · 1 cannot be added')).toBeVisible();
  await dialog().getByLabel('Letters are read as').selectOption('Central Europe (Windows-1250)');
  await expect(line('lukasz@oakwood.example')).toContainText('Łukasz Żak');
  await dialog()
    .getByRole('switch', { name: /Family name first/ })
    .uncheck();
  await expect(line('lukasz@oakwood.example')).toContainText('Żak, Łukasz');
  await dialog()
    .getByRole('switch', { name: /Family name first/ })
    .check();
  await expect(line('lukasz@oakwood.example')).toContainText('Łukasz Żak');
});

test('problems can be looked at alone, and nothing was done until the button is pressed', async () => {
  await dialog().getByRole('switch', { name: 'Problems only' }).check();
  await expect(dialog().getByRole('row')).toHaveCount(2);
  await expect(line('bad@')).toContainText('That is not an email address.');
  await expect(dialog().getByRole('tab', { name: /^People/ })).toHaveAccessibleName(/1/);
  await dialog().getByRole('button', { name: 'Add 2 people' }).click();
  await expect(dialog().getByText('2 people added. 2 invitations made. No email was sent.')).toBeVisible();
  await expect(dialog().getByRole('listitem')).toHaveText(/Line 4.*not an email address/s);
});

test('columns are given another meaning by hand', async () => {
  await dialog().getByLabel('One person a line').fill('x@oakwood.example,Old Name,New Name\ny@oakwood.example,Old,New');
  await dialog().getByRole('button', { name: 'Check the list' }).click();
  await dialog().getByLabel('Column 3').selectOption('Name');
  await expect(line('x@oakwood.example')).toContainText('New Name');
  await back();
});

test('what is no list is refused with the reason, and another file can be chosen', async () => {
  await choose('picture.csv', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
  await expect(dialog().getByRole('alert').filter({ hasText: 'That file is no text.' })).toBeVisible();
  await choose('book.csv', Buffer.from('PK\x03\x04'));
  await expect(dialog().getByRole('alert').filter({ hasText: 'That is a workbook.' })).toBeVisible();
  await choose('long.csv', Buffer.from('a@b.example,A\n'.repeat(100_000)));
  await expect(dialog().getByRole('alert').filter({ hasText: 'At most 1,000 people at once.' })).toBeVisible();
});

test('a long list is handed in with progress, and goes on after the connection was away', async () => {
  const { page } = rivera;
  const lines = Array.from({ length: 120 }, (_, n) => `pupil${n}@oakwood.example\tPupil ${n}`);
  await choose('long.csv', Buffer.from(['E-Mail\tName', ...lines].join('\n')));
  let handedIn = 0;
  await page.route('**/trpc/classrooms.enrolMany*', (route) => {
    handedIn += 1;
    return handedIn === 2 ? route.abort() : route.continue();
  });
  await dialog().getByRole('button', { name: 'Add 120 people' }).click();
  await expect(dialog().getByRole('alert').filter({ hasText: 'We cannot reach the school' })).toBeVisible();
  await expect(dialog().getByText('50 of 120 lines done')).toBeVisible();
  await expect(dialog().getByRole('progressbar')).toHaveAttribute('value', '50');
  await dialog().getByRole('button', { name: 'Go on' }).click();
  await expect(dialog().getByText('120 people added. 120 invitations made. No email was sent.')).toBeVisible({
    timeout: 60_000,
  });
  await expect(dialog().getByRole('tab', { name: /^People/ })).toHaveAccessibleName(/123/);
});
