import { describe, expect, test } from 'vitest';
import { checkLines } from './check-lines.ts';
import { fileText } from './file-text.ts';
import { readRoster } from './read-roster.ts';

// Lists as programs and people make them: each line is right, or says what is wrong with it.
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const lines = (csv: string) =>
  checkLines(readRoster({ csv }).people).map(({ line, email, userName, name, why }) =>
    [line, email || userName, name, why].filter(Boolean).join(' · '),
  );

test.each([
  [
    'a table of Numbers, with empty columns',
    '\ufeffFirst Name,Surname,School Email,,,\r\nAna,O’Brien,a@b.example,,,\r\n,,,,,\r\n',
    ['2 · a@b.example · Ana O’Brien'],
  ],
  [
    'a cell of Google Sheets with a line break in it',
    'Name\tEmail\n"Robert\nStone"\tr@b.example\nAnn "Annie" Lee\ta@b.example',
    ['2 · r@b.example · Robert Stone', '4 · a@b.example · Ann "Annie" Lee'],
  ],
  [
    'family names first, and somebody with one name',
    'Name;E-Mail\nvon der Leyen, Anna;a@b.example\nCher;c@b.example\n"de la Cruz, María José";m@b.example',
    ['2 · a@b.example · Anna von der Leyen', '3 · c@b.example · Cher', '4 · m@b.example · María José de la Cruz'],
  ],
  [
    'family names first, and one that somebody added by hand',
    'Name;E-Mail\nMüller, Renée;r@b.example\nמשה כהן;m@b.example\nKing Junior, Martin, Jr.;k@b.example\nDuarte, Ana;a@b.example\nMoss, Ben;b@b.example',
    [
      '2 · r@b.example · Renée Müller',
      '3 · m@b.example · משה כהן',
      '4 · k@b.example · King Junior, Martin, Jr.',
      '5 · a@b.example · Ana Duarte',
      '6 · b@b.example · Ben Moss',
    ],
  ],
  [
    'every apostrophe',
    "Name,Email\nO'Brien,a@b.example\nO’Brien,b@b.example\nOʼBrien,c@b.example\n't Hooft,d@b.example",
    [
      "2 · a@b.example · O'Brien",
      '3 · b@b.example · O’Brien',
      '4 · c@b.example · OʼBrien',
      "5 · d@b.example · 't Hooft",
    ],
  ],
  [
    'signs of wide keyboards',
    '氏名,メール\n山田太郎,yamada＠ｂ．example\n佐藤,ｓａｔｏ＠b.example',
    ['2 · yamada@b.example · 山田太郎', '3 · sato@b.example · 佐藤'],
  ],
  [
    'marks of direction around names and addresses',
    'Name,Email\n\u200fמשה\u200f,\u200fm@b.example\u200e\n\u202eevil\u202c,e@b.example',
    ['2 · m@b.example · משה', '3 · e@b.example · \u202eevil\u202c · A name has no control characters.'],
  ],
  [
    'one address twice in another case, and emoji',
    'Name,Email\nAna 🦄,ana@b.example\nANA,ANA@B.EXAMPLE',
    ['2 · ana@b.example · Ana 🦄', '3 · ana@b.example · ANA'],
  ],
  [
    'the address in the column of the name',
    'Name,Email\na@b.example,Ana Lopez\nBen,b@b.example\nCy <c@b.example>,',
    ['2 · a@b.example · Ana Lopez', '3 · b@b.example · Ben', '4 · c@b.example · Cy'],
  ],
  [
    'a cell left out',
    'First name,Last name,Email\nAna,a@b.example\nBen,Li,b@b.example',
    ['2 · a@b.example · Ana', '3 · b@b.example · Ben Li'],
  ],
  [
    'no headings, and the order changing',
    'Ana,a@b.example\nb@b.example,Ben\nCy,c@b.example',
    ['1 · a@b.example · Ana', '2 · b@b.example · Ben', '3 · c@b.example · Cy'],
  ],
  [
    'addresses cut out of sentences, and two in one cell',
    'Name;Email\nAna;a@b.example,\nBen;b@b.example.\nCy;c@b.example / mum@b.example',
    [
      '2 · a@b.example · Ana',
      '3 · b@b.example · Ben',
      '4 · c@b.example / mum@b.example · Cy · There is more than one address. Leave one of them.',
    ],
  ],
  [
    'bullets and numbers of a word processor',
    '1. Ana Lopez <a@b.example>\n2) Ben Li <b@b.example>\n• Cy <c@b.example>',
    ['1 · a@b.example · Ana Lopez', '2 · b@b.example · Ben Li', '3 · c@b.example · Cy'],
  ],
  ['bullets before names', 'Name\n•\tAna Lopez\n- Ben Li\n3.\tCy', ['2 · Ana Lopez', '3 · Ben Li', '4 · Cy']],
  [
    'line breaks that are no line ends of files',
    'Name,Email\vAna,a@b.example\u2028Ben,b@b.example',
    ['2 · a@b.example · Ana', '3 · b@b.example · Ben'],
  ],
])('a list with %s', (_, csv, found) => {
  expect(lines(csv)).toEqual(found);
});

describe('pupils without addresses', () => {
  test.each([
    ['beside their class', 'Name,Class\nAna Lopez,7B\nBen Li,7B'],
    ['under a title', 'Class 7B\nName\nAna Lopez\nBen Li'],
    ['under a title with empty columns', 'Class 7B,,\nPupil,,\nAna Lopez,,\nBen Li,,'],
    ['by two columns of names', 'Name;Vorname\nLopez;Ana\nLi;Ben'],
    ['by two columns of names and a day', 'Vorname;Nachname;Geburtsdatum\nAna;Lopez;01.02.2014\nBen;Li;03.04.2014'],
    ['under a German heading', 'Schülername\nAna Lopez\nBen Li'],
    [
      'with the number of the state, which is nobody’s user name',
      'Forename,Surname,UPN\nAna,Lopez,A123456789012\nBen,Li,B12345678901X',
    ],
  ])('may be listed %s', (_, csv) => {
    expect(lines(csv).map((line) => line.replace(/^\d+ · /, ''))).toEqual(['Ana Lopez', 'Ben Li']);
  });

  test.each([
    ['a second heading', 'Name\nAna\nName\nBen', 'Line 3 is a second heading.'],
    ['a heading below people', 'Ana\nName\nBen', 'Line 2 is a heading, and stands below people.'],
    [
      'two columns of first names',
      'First name,Preferred name,Last name\nA,Ana,Lopez',
      '"First name" and "Preferred name"',
    ],
  ])('with %s are refused, with the reason', (_, csv, why) => {
    expect(() => readRoster({ csv })).toThrow(why);
  });
});

test('a whole class in one line is nobody less', () => {
  const all = Array.from({ length: 500 }, (_, at) => `Pupil ${at} <p${at}@oakwood.example>`);
  expect(readRoster({ csv: all.join('; ') }).people).toHaveLength(500);
  expect(() => readRoster({ csv: `Name,Email\n${'x'.repeat(100_001)},a@b.example` })).toThrow('Line 2 is too long.');
});

test.each([
  ['a web page', '<!DOCTYPE html>\n<table><tr><td>Ana</td><td>a@b.example</td></tr></table>'],
  [
    'what old Excel calls a workbook',
    '<html xmlns:x="urn:excel"><table><tr><td>Ana</td><td>a@b.example</td></tr></table>',
  ],
  ['a PDF', '%PDF-1.7\n1 0 obj\n(a@b.example, Ana)'],
  ['rich text', '{\\rtf1\\ansi Ana a@b.example}'],
  ['JSON', '[{"name":"Ana","email":"a@b.example"}]'],
  ['a contact', 'BEGIN:VCARD\nFN:Ana\nEMAIL:a@b.example\nEND:VCARD'],
])('%s is no list, and is said so', (_, csv) => {
  expect(() => readRoster({ csv })).toThrow('not a list in lines and columns');
});

test('"CSV (MS-DOS)" of Excel is told from what Windows and the East write', () => {
  const read = (text: string) => fileText(latin1(text));
  expect(read('Name;E-Mail\r\nJ\x81rgen Stra\xe1er;j@b.example')).toEqual({
    encoding: 'ibm850',
    text: 'Name;E-Mail\r\nJürgen Straßer;j@b.example',
  });
  expect(read('O\x92Brien \x84Bob\x93;r@b.example').encoding).toBe('windows-1252');
  expect(
    fileText(
      Uint8Array.from({ length: 256 - 32 }, (_, at) => at + 32).filter((byte) => byte !== 127),
      'ibm850',
    ).text,
  ).toHaveLength(223);
});
