import { type Hostile, hostile } from './hostile-file-trial.ts';

const TEXT = 'Cells have walls.';

const BAD: readonly (readonly [what: string, code: Hostile['code'], name: string])[] = [
  ['a program behind a picture’s ending', 'bad-name-program', 'holiday.exe.jpg'],
  ['a NUL that hides the ending', 'bad-name-program', 'photo.exe\0.txt'],
  ['a path upwards', 'bad-name-path', '../../etc/passwd.txt'],
  ['a path of Windows', 'bad-name-path', '..\\..\\system.txt'],
  ['an absolute path', 'bad-name-path', '/etc/cron.d/job.txt'],
  ['letters that are read backwards', 'bad-name-hidden', 'photo\u202Etxt.gpj'],
  ['letters that nobody sees', 'bad-name-hidden', 'pho\u200Bto.txt'],
  ['a line break', 'bad-name-hidden', 'two\nlines.txt'],
  ['a control character', 'bad-name-hidden', 'be\u0007ll.txt'],
  ['no name before the ending', 'bad-name', '.txt'],
  ['joiners and nothing else', 'bad-name', '\u200d\u200d.txt'],
  ['no name at all', 'bad-name', ''],
  ['blanks', 'bad-name', '   '],
];

const PROGRAMS = ['setup.exe', 'invoice.pdf.exe', 'run.bat', 'app.jar', 'macro.docm', 'link.lnk', 'invoice.pdf .SCR.'];
/** Pictures may come under such endings by mistake: what is in them is looked at first. */
const NOT_OFFERED = ['page.html', 'logo.svg', 'script.js', 'all.zip', 'a.xml'];

/** Refused by their names. */
export const badNames: readonly Hostile[] = [
  ...BAD.map(([what, code, name]) => hostile(`a name with ${what}`, code, name, TEXT)),
  ...PROGRAMS.map((name) => hostile(`${name}, which is a program`, 'program', name, TEXT)),
  ...NOT_OFFERED.map((name) => hostile(`${name}, which no school offers`, 'not-offered', name, TEXT)),
  hostile('a text that nothing says is one', 'no-ending', 'README', TEXT),
  hostile('nothing', 'empty', 'nothing.txt', ''),
];
