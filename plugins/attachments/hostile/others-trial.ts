import { type Hostile, hostile } from './hostile-file-trial.ts';
import { makeMp4 } from './make-mp4-trial.ts';
import { makeZip } from './make-zip-trial.ts';

const PDF = '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
const PAGE = '<!doctype html><title>x</title><script>alert(1)</script>';
const PROGRAM = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0\x04', 'latin1'), Buffer.alloc(400)]);
const ELF = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(400)]);
const CFB = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_000)]);
const MP3 = Buffer.concat([
  Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'),
  Buffer.from('fffb9064', 'hex'),
  Buffer.alloc(2_000),
]);

/** Texts, PDF, films and programs under wrong names or with something added. */
export function badOthers(): readonly Hostile[] {
  const zip = makeZip([{ name: 'a.txt', data: 'hidden' }]);
  const film = makeMp4();
  return [
    hostile('a program of Windows that calls itself a picture', 'program-content', 'cat.jpg', PROGRAM),
    hostile('a program of Linux that calls itself a PDF', 'program-content', 'essay.pdf', ELF),
    hostile('a program that calls itself a text', 'program-content', 'notes.txt', PROGRAM),
    hostile('an old document, which may hold macros', 'not-what-it-says', 'old.docx', CFB),
    hostile('a page that calls itself a picture', 'not-what-it-says', 'page.png', PAGE),
    hostile('a drawing that scripts and calls itself a picture', 'not-what-it-says', 'logo.png', SVG),
    hostile('a text that calls itself a PDF', 'not-what-it-says', 'text.pdf', 'Cells have walls.'),
    hostile('a text with NUL in it', 'not-text', 'nul.txt', 'Cells\0have walls.'),
    hostile('a text that calls itself a film', 'not-what-it-says', 'film.mp4', 'Cells have walls.'),
    hostile('half a PDF', 'unreadable', 'half.pdf', PDF.slice(0, 40)),
    hostile('a PDF that is an archive too', 'two-things', 'zip.pdf', Buffer.concat([Buffer.from(PDF), zip])),
    hostile('a PDF that is a page too', 'two-things', 'page.pdf', PDF.replace('\n', `\n${PAGE} `)),
    hostile('a sound that is an archive too', 'two-things', 'song.mp3', Buffer.concat([MP3, zip])),
    hostile('a film without its directory', 'unreadable', 'headless.mp4', film.subarray(0, 24)),
    hostile('a film whose boxes are longer than it is', 'unreadable', 'long.mp4', lengthened(film)),
    hostile('a film with an archive in its last box', 'two-things', 'zip.mp4', Buffer.concat([film, boxed(zip)])),
    hostile('a PDF that calls itself a program', 'program', 'essay.exe', PDF),
    hostile('a PDF that calls itself a sheet', 'wrong-ending', 'essay.xlsx', PDF),
  ];
}

function lengthened(film: Buffer): Buffer {
  const long = Buffer.from(film);
  long.writeUInt32BE(0x7fffffff, long.indexOf('moov') - 4);
  return long;
}

function boxed(content: Buffer): Buffer {
  const header = Buffer.from('\0\0\0\0free', 'latin1');
  header.writeUInt32BE(content.length + 8, 0);
  return Buffer.concat([header, content]);
}
