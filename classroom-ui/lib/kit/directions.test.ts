import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** Classes that name a side of the screen; where text runs from right to left they would stay where they are. */
const SIDES =
  /(?<![\w-])-?(?:[pm][lr]-[\w.[\]/]+|text-left|text-right|border-[lr](?:-\w+)?|rounded-[lr](?:-\w+)?|(?:left|right)-(?!1\/2)[\w.[\]/]+)(?![\w-])/g;

test('what is drawn stands at the start or the end, never at the left or the right', async () => {
  const found: string[] = [];
  for await (const file of glob('{classroom-ui/{lib,routes},plugins/*/ui}/**/*.svelte', { cwd: root })) {
    const text = (await readFile(join(root, file), 'utf8')).replace(/^import .*$/gm, '');
    for (const [side] of text.matchAll(SIDES)) found.push(`${file}: ${side}`);
  }
  expect(found).toEqual([]);
});
