import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { root, runTool } from '../tools/run-tool.ts';

const project = mkdtempSync(join(tmpdir(), 'types-checked-'));
afterEach(() => rmSync(project, { recursive: true }));

test('a type error is found in every folder of the server, however deep', async () => {
  cpSync(join(root, 'tsconfig.json'), join(project, 'tsconfig.json'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  const planted = [
    'engine/rooms/deep/planted.ts',
    'engine/rooms/planted.test.ts',
    'plugins/polls/planted.ts',
    'plugins/polls/deep/planted.test.ts',
    'plugins/polls/deep/deeper/planted.ts',
    'plugins/polls/migrations/planted.ts',
    'config/deep/planted.ts',
    'migrations/planted.ts',
    'planted.ts',
  ];
  for (const path of planted) {
    mkdirSync(join(project, dirname(path)), { recursive: true });
    writeFileSync(join(project, path), "export const planted: number = 'no number';\n");
  }
  const { output } = await runTool('node_modules/typescript/lib/tsc.js', ['-p', join(project, 'tsconfig.json')]);
  const refused = [...output.matchAll(/^(\S+)\(\d+,\d+\): error TS2322/gm)];
  expect(refused.map(([, path = '']) => relative(project, resolve(root, path))).sort()).toEqual([...planted].sort());
});
