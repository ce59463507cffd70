import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENGINE_WORDS, firstWords, PAGE_WORDS } from './first-words.ts';

const root = join(import.meta.dirname, '../..');
const read = (folder: string) => readdirSync(join(root, folder), { withFileTypes: true });

test('the words of the engine are those it answers', () => {
  const answering = ['engine/api/koa.ts', 'engine/api/operation-routes.ts', 'engine/realtime/gateway.ts'];
  const texts = answering.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const words = texts.matchAll(/(?:handedOver\(|router\.get\(|options\.path \?\? )'\/([a-z]+)/g);
  expect([...new Set([...words].map(([, word]) => word))].sort()).toEqual([...ENGINE_WORDS]);
});

test('the words of pages are the folders of the routes', () => {
  const folders = read('classroom-ui/routes').filter((entry) => entry.isDirectory() && !entry.name.startsWith('['));
  expect(folders.map(({ name }) => name).sort()).toEqual([...PAGE_WORDS]);
});

test('no file that pages are served with has the name of a school', () => {
  for (const { name } of read('classroom-ui/static')) expect(name).toContain('.');
});

test('the words of plugins are those of their routes', () => {
  const words = firstWords([{ parts: { routes: { files: {} as never } } }, {}]);
  expect([...words].sort()).toEqual([...ENGINE_WORDS, ...PAGE_WORDS, 'files'].sort());
});
