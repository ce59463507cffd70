import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf } from './check-name.ts';

const FLAG = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';

describe('a name is stored as it is:', () => {
  test.each([
    ['a family of four', 'our 👨‍👩‍👧‍👦 day.jpg'],
    ['a flag of letters', `match ${FLAG}.jpg`],
    ['a heart with its variation', 'I ❤️ cells.png'],
    ['Persian with a non-joiner', 'می‌خواهم.docx'],
    ['Hindi with a joiner', 'क्‍ष.pdf'],
    ['Malayalam that ends in a joiner', 'ന്‍.pdf'],
    ['Arabic with a direction mark', 'تقرير‏ 2.pdf'],
    ['Hebrew', 'שיעור ראשון.docx'],
    ['Thai with a break that nobody sees', 'บท​เรียน.pdf'],
    ['Arabic with a sign over a number', '؁۱۲.txt'],
    ['Vietnamese', 'Bài tập số 1.docx'],
    ['Yoruba with a mark that has no letter of its own', 'ọ́jọ́.txt'],
    ['Chinese', '作业（第三课）.pptx'],
    ['an address', 'bbc.com.pdf'],
    ['a program as text', 'main.py.txt'],
    ['a page as text', 'index.html.txt'],
    ['several dots', 'sheet.v2.final.pdf'],
    ['the blank of a Mac’s screenshots', 'Screenshot 2026-11-30 at 3.15.07\u202fPM.png'],
    ['no ending', 'IMG_20261130'],
    ['a dot that begins no ending', 'Dr. Smith'],
    ['capital letters', 'IMG_0001.JPG'],
  ])('%s', (_what, name) => {
    expect(nameOf(name)).toBe(name.normalize('NFC'));
  });
});

describe('a name is put right:', () => {
  test.each([
    ['two letters for one', 'U\u0308bung.txt', 'Übung.txt'],
    ['marks that nobody sees at its ends', '\u200e\ufeff WhatsApp Image\u200b.jpeg\u200d', 'WhatsApp Image.jpeg'],
    ['a dot and blanks at its end', ' notes.txt. ', 'notes.txt'],
    ['a blank before its ending', 'notes .txt', 'notes.txt'],
    ['a letter that was lost', 'Caf\ufffd.txt', 'Caf_.txt'],
    ['half a letter', 'Caf\ud83d.txt', 'Caf_.txt'],
  ])('%s', (_what, given, name) => {
    expect(nameOf(given)).toBe(name);
  });
});

describe('a name is refused, and the part that is wrong is named:', () => {
  test.each([
    ['a direction that is overridden', 'photo\u202etxt.gpj', 'bad-name-hidden', 'U+202E'],
    ['an isolate', 'photo\u2066txt.jpg', 'bad-name-hidden', 'U+2066'],
    ['a blank of no width between letters', 'pho\u200bto.txt', 'bad-name-hidden', 'U+200B'],
    ['letters of a flag without a flag', 'a\u{e0065}\u{e0078}.txt', 'bad-name-hidden', 'U+E0065'],
    ['a line break', 'two\nlines.txt', 'bad-name-hidden', 'U+000A'],
    ['NUL', 'a\0b.txt', 'bad-name-hidden', 'U+0000'],
    ['a path', '../../etc/passwd.txt', 'bad-name-path', '/'],
    ['a path of Windows', '..\\system.txt', 'bad-name-path', '\\'],
    ['a program behind a picture', 'holiday.exe.jpg', 'bad-name-program', '.exe'],
    ['a program behind blanks', 'holiday.SCR   .jpg', 'bad-name-program', '.SCR'],
    ['a program behind a joiner', 'holiday.exe\u200d.jpg', 'bad-name-program', '.exe'],
    ['a program behind NUL', 'holiday.exe\0.jpg', 'bad-name-program', '.exe'],
    ['nothing', '', 'bad-name', ''],
    ['blanks', ' \t ', 'bad-name', ''],
    ['joiners alone', '\u200d\u200c\u200d', 'bad-name', ''],
    ['joiners before the ending', '\u200d\u200d.txt', 'bad-name', ''],
    ['marks alone', '\u0301\u0301.txt', 'bad-name', ''],
    ['letters that are blank', '\u3164\u2800.txt', 'bad-name', ''],
    ['a dot first', '.htaccess', 'bad-name', ''],
  ])('%s', (_what, name, error, part) => {
    expect(nameOf(name)).toEqual({ error, part });
  });
});

describe('a long name is shortened to what file systems take, by whole letters, with its ending', () => {
  const bytes = (name: unknown) => Buffer.byteLength(String(name));

  test.each([
    ['253 letters', 'a'.repeat(253), `${'a'.repeat(250)}.docx`],
    ['a thousand letters', 'a'.repeat(1_000), `${'a'.repeat(250)}.docx`],
    ['a thousand letters of three bytes', '字'.repeat(1_000), `${'字'.repeat(83)}.docx`],
    ['a thousand families', '👨‍👩‍👧‍👦'.repeat(1_000), `${'👨‍👩‍👧‍👦'.repeat(10)}.docx`],
    ['words', 'ab '.repeat(400), `${'ab '.repeat(83)}a.docx`],
  ])('%s', (_what, stem, name) => {
    expect(nameOf(`${stem}.docx`)).toBe(name);
  });

  test('a thousand accents on one letter', () => {
    const name = nameOf(`a${'\u0301'.repeat(1_000)}.docx`);
    expect(bytes(name)).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^á\u0301+\.docx$/);
  });
});

test('whatever is given, the name is one line of at most 255 bytes that stays as it is when it is given again', () => {
  const letter = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('.', ' ', '\u200d', '\u200b', 'exe', 'a'),
  );
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 300 }), (letters) => {
      const name = nameOf(letters.join(''));
      if (typeof name !== 'string') return;
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069/\\]/u);
      expect(nameOf(name)).toBe(name);
    }),
    { numRuns: 500 },
  );
});
