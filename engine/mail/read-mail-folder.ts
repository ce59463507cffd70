import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recipientHash } from './mail-folder.ts';

export interface WrittenMail {
  readonly file: string;
  readonly subject: string;
  readonly text: string;
  /** Every address in the text, in order. */
  readonly links: readonly string[];
}

/** The mails in a folder to one address, oldest first: for the console, and for tests that follow a link. */
export async function readMailFolder(folder: string, to: string): Promise<readonly WrittenMail[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const mine = names.filter((name) => name.endsWith('.eml') && name.includes(`-${recipientHash(to)}-`)).sort();
  return Promise.all(mine.map((file) => readMail(folder, file)));
}

async function readMail(folder: string, file: string): Promise<WrittenMail> {
  const source = await readFile(join(folder, file), 'utf8');
  const text = decodeBody(plainPart(source));
  return { file, subject: subjectOf(source), text, links: text.match(/https?:\/\/\S+/g) ?? [] };
}

/** The part that is meant for reading: all of a simple mail, the first part of one with HTML beside it. */
function plainPart(source: string): string {
  const boundary = /boundary="([^"]+)"/.exec(source)?.[1];
  return boundary ? (source.split(`--${boundary}`)[1] ?? '') : source;
}

function decodeBody(part: string): string {
  const end = part.search(/\n\n/);
  const [head, body] = [part.slice(0, end), part.slice(end).trim()];
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  return /quoted-printable/i.test(head) ? unquote(body) : body;
}

const unquote = (body: string): string =>
  Buffer.from(
    body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** Unfolded, and out of the encoding that words beyond ASCII travel in. */
function subjectOf(source: string): string {
  const line = /^Subject: (.*(?:\n[ \t].*)*)/m.exec(source)?.[1] ?? '';
  return line
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/\n[ \t]/g, ' ')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, word) =>
      /b/i.test(kind) ? Buffer.from(word, 'base64').toString('utf8') : unquote(word.replace(/_/g, ' ')),
    );
}
