import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Code blocks whose first line names the file they are cut from. */
const excerpts = [...read('README.md').matchAll(/```\w+\n\/\/ ((?:reactions|attachments)\/\S+)\n([\s\S]*?)```/g)].map(
  ([, file = '', text = '']) => [file, text] as const,
);

test('the tutorial goes through the files of reactions, and two of attachments', () => {
  expect(excerpts.length).toBeGreaterThanOrEqual(11);
});

test.each(excerpts)('what it shows of %s stands there', (file, text) => {
  const whole = plain(read(file));
  for (const part of text.split(/^\s*….*$/m)) expect(whole).toContain(plain(part));
});

/** Without the spaces that set lines apart. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
