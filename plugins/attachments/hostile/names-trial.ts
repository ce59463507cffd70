import { type Hostile, hostile } from './hostile-file-trial.ts';

const TEXT = 'Cells have walls.';

const BAD: Readonly<Record<string, string>> = {
  'a program behind a picture’s ending': 'holiday.exe.jpg',
  'a page behind a picture’s ending': 'page.html.png',
  'a script before a text’s ending': 'run.js.txt',
  'a drawing that scripts before a text’s ending': 'logo.svg.txt',
  'a NUL that hides the ending': 'photo.exe\0.txt',
  'a path upwards': '../../etc/passwd.txt',
  'a path of Windows': '..\\..\\system.txt',
  'an absolute path': '/etc/cron.d/job.txt',
  'letters that are read backwards': 'photo\u202Etxt.gpj',
  'letters that nobody sees': 'pho\u200Bto.txt',
  'a line break': 'two\nlines.txt',
  'a control character': 'bell\u0007.txt',
  'no name before the ending': '.txt',
  'no ending': 'README',
  'a dot at its end': 'notes.txt.',
  'two hundred letters too many': `${'a'.repeat(400)}.txt`,
  'no name at all': '',
  blanks: '   ',
};

const NOT_OFFERED = [
  'setup.exe',
  'page.html',
  'logo.svg',
  'script.js',
  'run.bat',
  'app.jar',
  'macro.docm',
  'all.zip',
  'a.xml',
];

/** Refused by their names, before a byte has come. */
export const badNames: readonly Hostile[] = [
  ...Object.entries(BAD).map(([what, name]) => hostile(`a name with ${what}`, 'bad-name', name, TEXT)),
  ...NOT_OFFERED.map((name) => hostile(`${name}, which no school offers`, 'not-offered', name, TEXT)),
  hostile('a picture that only some phones can show', 'heic', 'IMG_0001.HEIC', TEXT),
  hostile('nothing', 'empty', 'nothing.txt', ''),
];
