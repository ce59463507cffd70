import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePlugin } from './make-plugin.ts';
import { root as project } from './run-tool.ts';

const today = new Date('2026-09-05T23:00:00Z');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plugin-new-'));
  mkdirSync(join(root, 'plugins'));
  cpSync(join(project, 'plugins/index.ts'), join(root, 'plugins/index.ts'));
  cpSync(join(project, 'config/plugin-template'), join(root, 'config/plugin-template'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const written = (file: string): string => readFileSync(join(root, 'plugins', file), 'utf8');

test('a new plugin bears its own name in every file, and nothing of the template stays', () => {
  const { files } = makePlugin(root, 'star-board', today);
  const texts = files.map((file) => `${file}\n${written(`star-board/${file}`)}`).join('\n');
  expect(texts).not.toMatch(/new.?plugin/i);
  expect(texts).not.toContain('20260101');
  expect(files).toContain('migrations/20260905-star-board.ts');
  expect(written('star-board/contract.ts')).toContain("export const starBoard = pluginContract({\n  id: 'star-board'");
  expect(written('star-board/server.ts')).toContain("tables: ['star_board_mark']");
});

test('a new plugin is installed after those that are there', () => {
  const { byHand } = makePlugin(root, 'star-board', today);
  const index = written('index.ts');
  expect(byHand).toEqual([]);
  expect(index).toContain("import starBoard from './star-board/server.ts';\n\n");
  expect(index).toMatch(/composePlugins\(\[[\s\S]*reactions,[\s\S]*\s*starBoard,?\s*\]\)/);
  expect(index).toMatch(/reactions: routerOf\(reactions\),[\s\S]*\n {2}starBoard: routerOf\(starBoard\),\n\}\)/);
});

test('two new plugins stand in the order they were made', () => {
  makePlugin(root, 'star-board', today);
  makePlugin(root, 'polls', today);
  expect(written('index.ts')).toMatch(/starBoard,\s*polls,?\s*\]\)/);
  expect(written('index.ts')).toMatch(/routerOf\(starBoard\),\n {2}polls: routerOf\(polls\),\n\}\)/);
});

test('an index that looks otherwise is left alone, and the lines are told', () => {
  writeFileSync(join(root, 'plugins/index.ts'), 'export const installed = everything();\n');
  const { byHand } = makePlugin(root, 'polls', today);
  expect(byHand).toEqual([
    "import polls from './polls/server.ts';",
    'composePlugins([…, polls])',
    'polls: routerOf(polls),',
  ]);
  expect(written('index.ts')).toBe('export const installed = everything();\n');
});

test.each(['', 'Polls', '9-lives', '../engine', 'star--board', 'a b'])(
  '%j is no name for a plugin, and writes nothing',
  (id) => {
    expect(() => makePlugin(root, id, today)).toThrow('kebab-case');
    expect(readdirSync(join(root, 'plugins'))).toEqual(['index.ts']);
  },
);

test('a plugin that is there is not written over', () => {
  mkdirSync(join(root, 'plugins/polls'));
  expect(() => makePlugin(root, 'polls', today)).toThrow('already');
  expect(existsSync(join(root, 'plugins/polls/server.ts'))).toBe(false);
});
