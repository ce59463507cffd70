import { type Hostile, hostile } from './hostile-file-trial.ts';
import { makeOffice, makeOpenDocument, makeZip, type ZipPart } from './make-zip-trial.ts';

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>`;
const OUTSIDE = `<?xml version="1.0"?><!-- <root> --><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`;
const MACROS = 'application/vnd.ms-word.document.macroEnabled.main+xml';
const zeros = Buffer.alloc(60_000_000);
const many = Array.from({ length: 6_000 }, (_, n): ZipPart => ({ name: `xl/${n}.xml`, stored: true }));

const withPart = (what: string, code: Hostile['code'], part: ZipPart): Hostile =>
  hostile(`a document with ${what}`, code, 'essay.docx', makeOffice('docx', [part]));

/** Documents that are archives inside, and would do harm to whoever opens or unpacks them. */
export const badArchives = (): readonly Hostile[] => [
  withPart('60 MB of nothing in 60 kB', 'bomb', { name: 'word/media/a.bin', data: zeros }),
  withPart('a part that says it is 4 GB', 'bomb', { name: 'word/media/a.bin', data: 'x', says: 0xfffffff0 }),
  withPart('two parts in the same bytes', 'bomb', { name: 'word/b.bin', data: 'x', shared: true }),
  withPart('entities that laugh a billion times', 'bomb', { name: 'word/styles.xml', data: LAUGHS }),
  withPart('an entity that reads a file', 'bomb', { name: 'word/styles.xml', data: OUTSIDE }),
  withPart('entities in UTF-16', 'bomb', { name: 'word/styles.xml', data: Buffer.from(`\ufeff${LAUGHS}`, 'utf16le') }),
  withPart('relations that declare entities', 'bomb', { name: 'word/_rels/x.rels', data: LAUGHS }),
  withPart('a part that unpacks while it is looked at', 'bomb', {
    name: 'word/a.xml',
    data: zeros.subarray(0, 19_000_000),
  }),
  withPart('macros', 'unsafe', { name: 'word/vbaProject.bin', data: 'x' }),
  withPart('an ActiveX control', 'unsafe', { name: 'word/activeX/activeX1.bin', data: 'x' }),
  withPart('a program inside', 'unsafe', { name: 'word/embeddings/setup.exe', data: 'MZ' }),
  withPart('a page inside', 'unsafe', { name: 'word/afchunk.html', data: '<script>' }),
  withPart('a part above its folder', 'unsafe', { name: '../../.bashrc', data: 'x' }),
  withPart('a part at the root of the machine', 'unsafe', { name: '/etc/cron.d/x', data: 'x' }),
  withPart('a part on a drive', 'unsafe', { name: 'C:\\autoexec.txt', data: 'x' }),
  withPart('a symbolic link', 'unsafe', { name: 'word/link', data: '/etc/passwd', mode: 0o120777 }),
  withPart('a part that is encrypted', 'unreadable', { name: 'word/a.bin', data: 'x', flags: 1 }),
  hostile('a document whose list says macros', 'unsafe', 'm.docx', makeOffice('docx', [], MACROS)),
  hostile(
    'an open document with Basic in it',
    'unsafe',
    'b.odt',
    makeOpenDocument([{ name: 'Basic/Standard/x.xml', data: 'x' }]),
  ),
  hostile('a sheet of six thousand parts', 'unreadable', 'many.xlsx', makeOffice('xlsx', many)),
  hostile(
    'a document with something behind it',
    'unreadable',
    'tail.docx',
    Buffer.concat([makeOffice('docx'), Buffer.from('MZ')]),
  ),
  hostile(
    'a document with a comment on the archive',
    'unreadable',
    'c.docx',
    makeZip([{ name: 'a' }], { comment: '<html>' }),
  ),
  hostile('half a document', 'unreadable', 'half.docx', makeOffice('docx').subarray(0, 200)),
  hostile(
    'an archive that calls itself a document',
    'not-offered',
    'plain.docx',
    makeZip([{ name: 'a.txt', data: 'a' }]),
  ),
  hostile(
    'an archive that calls itself a picture',
    'not-offered',
    'plain.jpg',
    makeZip([{ name: 'a.txt', data: 'a' }]),
  ),
  hostile(
    'an open document of a kind nobody opens',
    'not-offered',
    'x.odt',
    makeOpenDocument([], 'application/x-evil'),
  ),
  hostile('a sheet that calls itself a text', 'not-what-it-says', 'sheet.docx', makeOffice('xlsx')),
  hostile('a document that calls itself a picture', 'not-what-it-says', 'doc.png', makeOffice('docx')),
];
