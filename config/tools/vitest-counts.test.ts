import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root, runTool } from './run-tool.ts';
import type { Counts } from './test-counts.ts';

mkdirSync(join(root, '.cache'), { recursive: true });
const folder = mkdtempSync(join(root, '.cache/counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LEFT_BEHIND =
  "setTimeout(() => Promise.reject(new Error('left behind')), 5); await new Promise((go) => setTimeout(go, 50));";

/** Runs Vitest on one test file, each test tried twice at most, and reads what the reporter wrote. */
async function countsOfFile(text: string): Promise<Counts> {
  const file = join(folder, 'counts.json');
  writeFileSync(join(folder, 'vitest.config.ts'), "export default { test: { include: ['*.test.ts'], retry: 1 } };");
  writeFileSync(join(folder, 'some.test.ts'), `import { test } from 'vitest';\nlet tries = 0;\n${text}`);
  const args = ['run', `--root=${folder}`, `--reporter=${root}/config/tools/vitest-counts.ts`];
  await runTool('node_modules/vitest/vitest.mjs', args, { env: { VITEST_COUNTS: file } });
  return JSON.parse(readFileSync(file, 'utf8'));
}

test('tests that failed are named, once, and not again with their file', async () => {
  const counts = await countsOfFile("test('it is', () => {});\ntest('it is not', () => { throw new Error('no'); });");
  expect(counts).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
    failures: [expect.stringMatching(/some.test.ts › it is not$/)],
    flaky: [],
  });
});

test('a test file that could not be loaded is a failure', async () => {
  expect(await countsOfFile("throw new Error('no');")).toMatchObject({
    failed: 1,
    failures: [expect.stringMatching(/some.test.ts$/)],
  });
});

test('an error nobody handled is a failure, with its test and its words', async () => {
  const { failed, failures } = await countsOfFile(`test('it leaves', async () => { ${LEFT_BEHIND} });`);
  expect(failed).toBe(1);
  expect(failures?.[0]).toMatch(/some.test.ts › it leaves › an error nobody handled: left behind/);
});

test('what the first try of a test left behind is no failure when the test then passed', async () => {
  const first = `if (tries++ > 0) return; ${LEFT_BEHIND} throw new Error('no');`;
  expect(await countsOfFile(`test('it comes round', async () => { ${first} });`)).toMatchObject({
    passed: 1,
    failed: 0,
    flaky: [expect.stringMatching(/some.test.ts › it comes round$/)],
  });
});
