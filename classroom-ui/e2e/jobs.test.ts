import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { offences } from './axe.ts';
import { freePort, type Homeroom, startHomeroom } from './homeroom.ts';
import { fillSignIn, signIn } from './people.ts';

let homeroom: Homeroom;
let mailPort: number;
let mailServer: Server | undefined;
test.beforeAll(async () => {
  mailPort = await freePort();
  homeroom = await startHomeroom({ env: { SMTP_URL: `smtp://127.0.0.1:${mailPort}` } });
});
test.afterAll(async () => {
  await homeroom.stop();
  mailServer?.close();
});

test('an admin sees the mail that the mail server refused, and sends it once it is taken', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: homeroom.url });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await fillSignIn(page, 'head@oakwood.example');
  await expect(page.getByRole('button', { name: 'Oakwood School' })).toBeVisible();
  const server = await startMailServer();
  await inviteSomebody(page);
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await page.getByRole('menuitem', { name: 'Background work' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Background work' })).toBeVisible();
  const failed = page.getByRole('listitem').filter({ hasText: 'the mail server answered 550' });
  // It said "never": asked again, it would say so again.
  await expect(failed).toContainText('tried once');
  await expect(failed).toContainText('Invitations by mail');
  expect(await offences(page)).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await offences(page)).toEqual([]);
  await failed.getByRole('button', { name: /^Drop/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

  server.takes = true;
  await failed.getByRole('button', { name: /^Try again/ }).click();
  await expect.poll(() => server.heard).toContain('DATA');
  await expect(page.getByRole('heading', { name: '0 failed jobs' })).toBeFocused();
  await context.close();
});

test('a teacher finds neither the page nor the way to it', async ({ browser }) => {
  const { page, context } = await signIn(browser, 'rivera@oakwood.example', { baseURL: homeroom.url });
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await expect(page.getByRole('menuitem', { name: 'New class' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Background work' })).toHaveCount(0);
  await page.goto('/oakwood/admin/jobs');
  await expect(page.getByText('There is no such page')).toBeVisible();
  await context.close();
});

async function inviteSomebody(page: Page): Promise<void> {
  const status = await page.evaluate(async () => {
    const post = (path: string, body: object) =>
      fetch(`/trpc/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const made = (await (await post('classrooms.create', { title: 'Chemistry 8A' })).json()) as {
      result: { data: { id: string } };
    };
    const csv = 'new.pupil@oakwood.example,New Pupil,student';
    return (await post('classrooms.enrolMany', { classroomId: made.result.data.id, csv })).status;
  });
  expect(status).toBe(200);
}

interface MailServer {
  /** False: every recipient is refused, for good (RFC 5321, 550). */
  takes: boolean;
  /** What it was told. */
  heard: string;
}

async function startMailServer(): Promise<MailServer> {
  const state: MailServer = { takes: false, heard: '' };
  mailServer = createServer((socket) => takeMail(socket, state)).listen(mailPort, '127.0.0.1');
  await once(mailServer, 'listening');
  return state;
}

function takeMail(socket: Socket, state: MailServer): void {
  let inMail = false;
  socket.setEncoding('utf8').write('220 here\r\n');
  socket.on('error', () => socket.destroy());
  socket.on('data', (text) => {
    for (const line of String(text).split('\r\n').filter(Boolean)) {
      state.heard += `${line}\n`;
      if (inMail && line !== '.') continue;
      if (line === 'QUIT') return void socket.end('221 bye\r\n');
      const refused = !state.takes && line.startsWith('RCPT');
      inMail = line === 'DATA';
      socket.write(refused ? '550 not here\r\n' : inMail ? '354 go on\r\n' : '250 fine\r\n');
    }
  });
}
