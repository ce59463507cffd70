import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isOutage, Refused } from '../errors/outage.ts';
import { silentLog } from '../operation/log.ts';
import { createMailer } from './mailer.ts';
import { createPost } from './post.ts';
import { readMailFolder } from './read-mail-folder.ts';
import { invitationMail, resetMail } from './texts.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'homeroom-mail-')), 'mail');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const FROM = 'Homeroom <homeroom@school.example>';
const inFolder = () => createMailer({ folder, from: FROM, log: silentLog() });

describe('without a mail server', () => {
  test('a mail is a file that reads back as it was said, beyond ASCII too', async () => {
    const words = invitationMail(
      'Escuela Peñalara',
      `https://school.example/invitation?token=${'x'.repeat(43)}`,
      'Zoë',
    );
    await inFolder().send({ to: 'zoe@school.example', ...words });
    const [mail] = await readMailFolder(folder, 'ZOE@school.example');
    expect(mail).toMatchObject({
      subject: 'Your invitation to Escuela Peñalara',
      links: [`https://school.example/invitation?token=${'x'.repeat(43)}`],
    });
    expect(mail?.text).toContain('Hello Zoë,');
  });

  test('the index tells when, to whom, about what and where; file names tell no address', async () => {
    await inFolder().send({ to: 'ana@school.example', ...resetMail('Oakwood', 'https://school.example/reset') });
    await inFolder().send({ to: 'ben@school.example', ...resetMail('Oakwood', 'https://school.example/reset') });
    const files = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
    const lines = (await readFile(join(folder, 'index.txt'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\S+ {2}ana@school\.example {2}A new password for Oakwood {2}\S+\.eml$/);
    expect(files.join()).not.toMatch(/ana|ben/);
    expect(await readMailFolder(folder, 'ana@school.example')).toHaveLength(1);
  });

  test('only the owner of the folder can read it: its links open accounts', async () => {
    await inFolder().send({ to: 'ana@school.example', subject: 'Hello', text: 'Hello' });
    expect((await stat(folder)).mode & 0o077).toBe(0);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  });

  test('a comma in an address makes no second recipient, a line break in a subject no header', async () => {
    await inFolder().send({
      to: 'ana@school.example, eve@evil.example',
      subject: 'Hi\nBcc: eve@evil.example',
      text: 'Hello',
    });
    const [file] = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
    const source = await readFile(join(folder, file ?? ''), 'utf8');
    expect(source).not.toMatch(/^Bcc:/im);
    expect(source.match(/^To: .*$/m)?.[0]).not.toContain(', eve@evil.example');
  });
});

test('what a school is called cannot become markup', () => {
  const { html } = invitationMail('<img src=x onerror=alert(1)> "&"', 'https://school.example/?a=1&b="');
  expect(html).not.toContain('<img');
  expect(html).toContain('href="https://school.example/?a=1&amp;b=&quot;"');
});

test('a mail is nothing but words and the links that do what it says', () => {
  const { html = '' } = resetMail('Oakwood', 'https://school.example/reset?token=t');
  expect(html.match(/https?:\/\/[^"<]+/g)).toEqual(['https://school.example/reset?token=t']);
  expect(html).not.toMatch(/<img|<script|<link|url\(/);
});

describe('with a mail server', () => {
  test('a mail is handed over to it', async () => {
    const { server, url, heard } = await startSmtp();
    const mailer = createMailer({ smtpUrl: url, folder, from: FROM, log: silentLog() });
    await mailer.send({ to: 'ana@school.example', subject: 'Hello', text: 'Hello Ana' });
    mailer.close();
    server.close();
    expect(heard.join('')).toMatch(
      /MAIL FROM:<homeroom@school\.example>[\s\S]*RCPT TO:<ana@school\.example>[\s\S]*Hello Ana/,
    );
    await expect(readdir(folder)).rejects.toThrow();
  });

  test('one that is away fails the sending, and background post goes on', async () => {
    const { server, url } = await startSmtp();
    await new Promise((closed) => server.close(closed));
    const mailer = createMailer({ smtpUrl: url, folder, from: FROM, log: silentLog() });
    const mail = { to: 'ana@school.example', subject: 'Hello', text: 'Hello' };
    await expect(mailer.send(mail)).rejects.toThrow();
    const post = createPost(mailer, silentLog());
    post.send(mail);
    await expect(post.settled()).resolves.toBeUndefined();
  });
});

describe('a mail server that does not take a mail', () => {
  const failure = async (answers: Answers): Promise<Error> => {
    const { server, url } = await startSmtp(answers);
    const mailer = createMailer({ smtpUrl: url, folder, from: FROM, log: silentLog() });
    const failed = await mailer.send({ to: 'ana@school.example', subject: 'Hello', text: 'Hello' }).then(
      () => new Error('It was taken.'),
      (error: Error) => error,
    );
    mailer.close();
    server.close();
    return failed;
  };

  test.each([
    ['its greeting', { greeting: '421 4.3.2 too busy' }],
    ['the sender', { 'MAIL FROM': '451 4.3.0 try later' }],
    ['the recipient', { 'RCPT TO': '450 4.2.0 <ana@school.example>: greylisted' }],
    ['the words', { end: '452 4.3.1 mailbox full' }],
  ])('may do so when asked later, if it answers %s with a 4', async (_, answers) => {
    const failed = await failure(answers);
    expect(isOutage(failed)).toBe(true);
    expect(failed.message).not.toContain('ana@');
  });

  test.each([
    ['the recipient', { 'RCPT TO': '550 5.1.1 <ana@school.example>: no such user' }],
    ['the words', { end: '554 5.7.1 this looks like spam for ana@school.example' }],
  ])('never will, if it answers %s with a 5', async (_, answers) => {
    const failed = await failure(answers);
    expect(failed).toBeInstanceOf(Refused);
    expect(failed.message).not.toContain('ana@');
  });

  test('says nothing of the mail, if it refuses who sends it: that is put right in its address or its settings', async () => {
    const failed = await failure({ 'MAIL FROM': '550 5.7.60 not allowed to send as this' });
    expect(failed.message).not.toBe('It was taken.');
    expect(isOutage(failed)).toBe(false);
    expect(failed).not.toBeInstanceOf(Refused);
  });
});

/** What it says in place of yes: to a command, as its greeting, or once it has the whole mail. */
type Answers = Readonly<Partial<Record<'greeting' | 'MAIL FROM' | 'RCPT TO' | 'end', string>>>;

/** As much of a mail server as one mail needs. */
async function startSmtp(answers: Answers = {}): Promise<{ server: Server; url: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    socket.write(`${answers.greeting ?? '220 test'}\r\n`);
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      heard.push(text);
      if (inData && !text.endsWith('\r\n.\r\n')) return;
      if (/^QUIT/i.test(text)) return socket.end('221 bye\r\n');
      const begins = /^DATA/i.test(text);
      const command = /^(MAIL FROM|RCPT TO)/i.exec(text)?.[1] as keyof Answers | undefined;
      const answer = (inData ? answers.end : command && answers[command]) ?? '250 ok';
      socket.write(begins ? '354 go on\r\n' : `${answer}\r\n`);
      inData = begins;
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return { server, heard, url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}?ignoreTLS=true` };
}
