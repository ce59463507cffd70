import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const BROWSER_CODE = ['classroom-ui/{lib,routes}/**/*.{ts,svelte}', 'plugins/*/ui/**/*.{ts,svelte}'];
/** What plugins draw later is fetched by `slots/plugin-uis.svelte.ts`, through `lazy`. */
const PLUGIN_TABLE = /^plugins\/[^/]+\/ui\/index\.ts$/;

test('whatever the pages import later goes through lazy, which bounds how often it is asked for', async () => {
  const direct: string[] = [];
  let later = 0;
  for await (const file of glob(BROWSER_CODE, { cwd: root })) {
    if (file.endsWith('.test.ts') || PLUGIN_TABLE.test(file)) continue;
    for (const line of readFileSync(join(root, file), 'utf8').split('\n')) {
      if (!/\bimport\(/.test(line) || line.includes('typeof import(')) continue;
      later++;
      if (!line.includes('lazy(() => import(')) direct.push(`${file}: ${line.trim()}`);
    }
  }
  expect(later).toBeGreaterThan(20);
  expect(direct).toEqual([]);
});
