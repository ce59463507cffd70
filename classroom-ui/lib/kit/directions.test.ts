import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** Classes that name a side of the screen; where text runs from right to left they would stay where they are. */
const SIDES =
  /(?<![\w-])-?(?:[pm][lr]-[\w.[\]/]+|text-left|text-right|border-[lr](?:-\w+)?|rounded-[lr](?:-\w+)?|(?:left|right)-(?!1\/2)[\w.[\]/]+)(?![\w-])/g;

/** An element that shows words of people, and what they are. */
const THEIR_WORDS =
  /<(\w+)([^<>]*)>\s*(?:\{[^{}]*\}: )?\{((?:plainOf|withoutStacks)\([^{}]*|(?:file\.caption|preview)\b)/g;

test('the words of people have a direction of their own, whatever that of the page is', async () => {
  const found: string[] = [];
  for await (const file of glob('{classroom-ui/{lib,routes},plugins/*/ui}/**/*.svelte', { cwd: root })) {
    const text = await readFile(join(root, file), 'utf8');
    for (const [, tag, attributes = '', shown] of text.matchAll(THEIR_WORDS))
      if (tag !== 'bdi' && !/dir="auto"|class="message-source"/.test(attributes)) found.push(`${file}: ${shown}`);
  }
  expect(found).toEqual([]);
});

test('what is drawn stands at the start or the end, never at the left or the right', async () => {
  const found: string[] = [];
  for await (const file of glob('{classroom-ui/{lib,routes},plugins/*/ui}/**/*.svelte', { cwd: root })) {
    const text = (await readFile(join(root, file), 'utf8')).replace(/^import .*$/gm, '');
    for (const [side] of text.matchAll(SIDES)) found.push(`${file}: ${side}`);
  }
  expect(found).toEqual([]);
});
