import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileView } from '../contract.ts';
import { FILM, make, PICTURES, SOUND } from '../media/sounds-and-films-trial.ts';
import { picture } from '../test-kit.ts';
import { type Doors, startDoors } from '../tus-trial.ts';

// Files as schools have them, each through the real doors: let in, and called what they are.
let doors: Doors;
beforeAll(async () => {
  doors = await startDoors();
});
afterAll(() => doors?.server.stop());

const input = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, 'inputs', name));
/** What the room is shown of a file that Ana sends. */
async function sent(name: string, bytes: Uint8Array): Promise<FileView> {
  const { code, id } = await doors.ana.upload(name, bytes);
  expect(code).toBeUndefined();
  const draft = { with: { attachments: [{ id }] } };
  const { shows } = await doors.cast.send(doors.cast.room, doors.cast.ana, '', draft);
  return (shows.attachments as FileView[])[0] as FileView;
}
const refused = async (name: string, bytes: Uint8Array | string) => {
  const { code, message } = await doors.ana.upload(name, Buffer.from(bytes as string));
  return [code?.replace('attachments.', ''), message];
};

describe('of pictures, sounds and films the content decides, and the ending is put right:', () => {
  const cases: readonly (readonly [given: string, name: string, bytes: () => Promise<Buffer>])[] = [
    ['IMG_20261130', 'IMG_20261130.jpg', () => input('IMG_20261130')],
    ['really-png.jpg', 'really-png.png', () => input('really-png.jpg')],
    ['IMG_0001.HEIC', 'IMG_0001.jpg', () => picture()],
    ['photo 3.11', 'photo 3.11.gif', () => picture(40, 30, 'gif')],
    ['PHOTO.JPG', 'PHOTO.webp', () => picture(40, 30, 'webp')],
    ['PHOTO.PNG', 'PHOTO.PNG', () => picture(40, 30, 'png')],
    ['notes.txt', 'notes.jpg', () => picture()],
    ['essay.docx', 'essay.png', () => picture(40, 30, 'png')],
    ['Dr. Smith', 'Dr. Smith.jpg', () => picture()],
    [`${'字'.repeat(300)}`, `${'字'.repeat(83)}.jpg`, () => picture()],
    ['walk.jpg', 'walk.mp4', () => make('a.mp4', ...FILM, '-c:v', 'libx264')],
    ['walk.m4a', 'walk.mp4', () => make('a.mp4', ...FILM, '-c:v', 'libx264')],
    ['walk.MP4', 'walk.mov', () => make('a.mov', ...FILM, '-c:v', 'libx264')],
    ['clip', 'clip.webm', () => make('a.webm', ...PICTURES, ...SOUND, '-c:v', 'libvpx', '-c:a', 'libopus')],
    ['song.mp3', 'song.m4a', () => make('a.m4a', ...SOUND)],
    ['song', 'song.ogg', () => make('a.ogg', ...SOUND, '-c:a', 'libopus')],
    ...['wav', 'mp3', 'flac'].map(
      (ending) => [`a.${ending}.m4a`, `a.${ending}.${ending}`, () => make(`a.${ending}`, ...SOUND)] as const,
    ),
  ];

  // First: the films below are worked on for a while.
  test('whoever fetches it saves it under that name', async () => {
    const { id } = await doors.ana.upload('IMG_20261130', await input('IMG_20261130'));
    await doors.server.settled();
    const { headers } = await doors.ana.ask(`/files/${id}`);
    expect(headers.get('content-disposition')).toContain('filename="IMG_20261130.jpg"');
    expect(headers.get('content-type')).toBe('image/jpeg');
  });

  test.each(cases)('%s is %s', async (given, name, bytes) => {
    expect(await sent(given, await bytes())).toMatchObject({ name });
  });

  test('a film is none where the school takes pictures only, whatever it is called', async () => {
    await doors.server.usePlugins('oakwood', { attachments: { types: ['image'] } });
    const film = await make('a.mp4', ...FILM, '-c:v', 'libx264');
    expect(await refused('walk.jpg', film)).toEqual([
      'not-offered',
      'Files of this kind cannot be sent here: .mp4. Please send another kind, such as PDF or JPEG.',
    ]);
    await doors.server.usePlugins('oakwood', { attachments: true });
  });
});

describe('a name that is refused says why:', () => {
  test.each([
    ['invoice.pdf.exe', 'program', 'Programs cannot be sent, and “.exe” is the ending of one.'],
    ['SETUP.EXE ', 'program', 'Programs cannot be sent, and “.exe” is the ending of one.'],
    ['essay.docm', 'program', 'Programs cannot be sent, and “.docm” is the ending of one.'],
    [
      'holiday.exe.jpg',
      'bad-name-program',
      'The name has “.exe” in it, as programs do. Please give the file another name.',
    ],
    ['a/b.txt', 'bad-name-path', 'A file’s name cannot have “/” in it. Please take it out.'],
    [
      'pho\u200bto.txt',
      'bad-name-hidden',
      'The name has a character in it that nobody sees: U+200B. Please type the name again.',
    ],
    ['\u200d\u200d.txt', 'bad-name', 'This file has no name before its ending. Please give it one.'],
    [
      'README',
      'no-ending',
      'Nothing tells what this file is. Please give its name an ending, such as .txt for a text.',
    ],
    [
      'data.xyz',
      'not-offered',
      'Files of this kind cannot be sent here: .xyz. Please send another kind, such as PDF or JPEG.',
    ],
  ])('%j', async (name, code, message) => {
    expect(await refused(name, 'Cells have walls.')).toEqual([code, message]);
  });

  test('a program is told that it is one, and a picture of another kind what it is', async () => {
    const program = Buffer.concat([Buffer.from('MZ\x90\0\x03', 'latin1'), Buffer.alloc(400)]);
    const text = 'Inside, this file is a program of Windows. Programs cannot be sent.';
    for (const name of ['cat.jpg', 'notes.txt', 'essay.docx'])
      expect(await refused(name, program)).toEqual(['program-content', text]);
    const scan = await sharp(await picture())
      .tiff()
      .toBuffer();
    expect((await refused('scan.jpg', scan))[1]).toContain('sent here: .tif. Please send another kind');
  });

  test('a document under another document’s ending is told what it is', async () => {
    const pdf = await input('bom.pdf');
    expect(await refused('essay.docx', pdf)).toEqual([
      'wrong-ending',
      'Inside, this file is a .pdf. Please give its name that ending.',
    ]);
    expect(await sent('essay', pdf)).toMatchObject({ name: 'essay.pdf', kind: 'pdf' });
  });
});

describe('texts are texts, in whatever they are written:', () => {
  const WORDS = 'Hausaufgabe für Montag – 宿題 😀\r\n';
  const le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const utf32 = (text: string, little: boolean) => {
    const letters = [...`\ufeff${text}`];
    const bytes = Buffer.alloc(letters.length * 4);
    for (const [at, letter] of letters.entries()) {
      const code = letter.codePointAt(0) ?? 0;
      if (little) bytes.writeUInt32LE(code, at * 4);
      else bytes.writeUInt32BE(code, at * 4);
    }
    return bytes;
  };
  const utf8 = Buffer.from(WORDS);
  const encodings: readonly (readonly [what: string, charset: string, bytes: Buffer])[] = [
    ['UTF-8', 'utf-8', utf8],
    ['UTF-8 with a mark', 'utf-8', Buffer.from(`\ufeff${WORDS}`)],
    ['UTF-16, little end first', 'utf-16le', le(WORDS)],
    ['UTF-16, big end first', 'utf-16be', le(WORDS).swap16()],
    ['UTF-32, little end first', 'utf-32le', utf32(WORDS, true)],
    ['UTF-32, big end first', 'utf-32be', utf32(WORDS, false)],
    ['windows-1252', 'windows-1252', Buffer.from('Caf\xe9 \x80 5\r\n', 'latin1')],
    ['windows-1252 that ends in an accent', 'windows-1252', Buffer.from('Caf\xe9', 'latin1')],
    ['windows-1252 that begins with a quotation mark', 'windows-1252', Buffer.from('\x93Cells\x94', 'latin1')],
    ['UTF-8 that is cut at its end', 'utf-8', utf8.subarray(0, -4)],
    ['UTF-8 that is cut at its beginning', 'utf-8', Buffer.from('字Zellen für 1').subarray(1)],
    ['UTF-16 that is cut', 'utf-16le', le(WORDS).subarray(0, -1)],
    ['UTF-16 that is cut between surrogates', 'utf-16le', le('😀').subarray(0, -2)],
    ['UTF-32 that is cut', 'utf-32be', utf32(WORDS, false).subarray(0, -3)],
    ['long UTF-8 whose letters fall on every place', 'utf-8', Buffer.from(`a${'字'.repeat(100_000)}`)],
    ['long UTF-16 of surrogates', 'utf-16le', le(`a${'😀'.repeat(100_000)}`)],
  ];

  test.each(encodings)('%s', async (_what, charset, bytes) => {
    expect(await sent('notes.txt', bytes)).toMatchObject({ kind: 'text', type: `text/plain; charset=${charset}` });
  });

  test.each([
    ['utf16le.txt', 'utf-16le'],
    ['cp1252.txt', 'windows-1252'],
    ['comment.md', 'utf-8'],
    ['page.txt', 'utf-8'],
  ])('%s', async (name, charset) => {
    expect(await sent(name, await input(name))).toMatchObject({ type: `text/plain; charset=${charset}` });
  });

  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['a declaration', '<?xml version="1.0"?><a/>'],
    ['a PDF', '%PDF-1.7 is how a PDF begins'],
    ['rich text', '{\\rtf1 is how rich text begins}'],
    ['a script', '#!/bin/sh\nrm -rf /\n'],
    ['a program', 'MZ is how a program begins'],
    ['a GIF', 'GIF89a is how a GIF begins'],
    ['a sound', 'ID3 and OggS begin sounds'],
  ])('one that begins like %s is text, and only ever saved', async (_what, text) => {
    const { id, type } = await sent('notes.txt', Buffer.from(text));
    expect(type).toBe('text/plain; charset=utf-8');
    const { headers } = await doors.ben.ask(`/files/${id}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  test.each([
    ['NUL in a text', 'Cells\0have walls.'],
    ['UTF-16 without a mark', Buffer.from('Cells', 'utf16le')],
    ['NUL in UTF-16', le('Cells\0')],
    ['no letters in UTF-32', Buffer.from('fffe000001001100', 'hex')],
  ])('%s is none, and what to do is said', async (_what, bytes) => {
    expect(await refused('notes.txt', bytes)).toEqual([
      'not-text',
      'This is no text that can be read. If it is one, please save it as UTF-8, and send that.',
    ]);
  });
});

describe('a PDF may begin within its first 1,024 bytes:', () => {
  const pdf = () => input('bom.pdf');
  const behind = async (text: string) => Buffer.concat([Buffer.from(text), (await pdf()).subarray(3)]);

  test.each([
    ['behind a mark', () => pdf()],
    ['behind blank lines', () => behind('\n\n  ')],
    ['behind the lines of a mail', () => behind('Content-Type: application/pdf\r\n\r\n')],
    ['behind 1,019 bytes', () => behind(' '.repeat(1_019))],
  ])('%s', async (_what, bytes) => {
    expect(await sent('essay.pdf', await bytes())).toMatchObject({ kind: 'pdf', type: 'application/pdf' });
  });

  test.each([
    ['behind 1,025 bytes', 'not-what-it-says', () => behind(' '.repeat(1_025))],
    ['behind a page', 'two-things', () => behind('<html><script>alert(1)</script>')],
    ['behind a script', 'two-things', () => behind('#!/bin/sh\n')],
    ['behind a program', 'program-content', () => behind(`MZ\x90\0\x03${'\0'.repeat(60)}`)],
  ])('and not %s', async (_what, code, bytes) => {
    expect((await refused('essay.pdf', await bytes()))[0]).toBe(code);
  });
});

test('nothing was logged that went wrong', () => {
  expect(doors.server.logged).toEqual([]);
});
