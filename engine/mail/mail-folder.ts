import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { addressed, type Mail, type Mailer, NO_FILES } from './mail.ts';

/** One line per mail: when, to whom, about what, in which file. */
export const MAIL_INDEX = 'index.txt';

/** Mail as files, for a machine without a mail server. The folder holds links that open accounts: only its owner reads it. */
export function createMailFolder(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    delivers: false,
    async send(mail) {
      const { message } = await transport.sendMail({ ...addressed(mail, from), ...NO_FILES });
      const at = new Date();
      const file = fileName(at, mail.to);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, file), message as Buffer, { mode: 0o600, flag: 'wx' });
      await appendFile(join(folder, MAIL_INDEX), indexLine(at, mail, file), { mode: 0o600 });
    },
    close() {},
  };
}

/** Sorted by time; the hash finds all mails to one address, and a file list alone tells no address. */
function fileName(at: Date, to: string): string {
  const time = at.toISOString().replace(/[:.]/g, '-');
  return `${time}-${recipientHash(to)}-${randomBytes(2).toString('hex')}.eml`;
}

export const recipientHash = (to: string): string =>
  createHash('sha256').update(to.toLowerCase()).digest('hex').slice(0, 12);

const indexLine = (at: Date, { to, subject }: Mail, file: string): string =>
  `${at.toISOString()}  ${to}  ${subject.replace(/\s+/g, ' ')}  ${file}\n`;
