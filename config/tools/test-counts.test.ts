import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countsOf, countsText, playwrightCounts, sum, writtenCounts } from './test-counts.ts';

const spec = (status: string): object => ({
  ...{ title: `it is ${status}`, file: 'other.test.ts' },
  ...{ ok: status !== 'unexpected', tests: [{ status }] },
});

test('a browser test that passed when it was tried again has passed, and no other', () => {
  const suites = [{ specs: [spec('expected')], suites: [{ specs: [spec('flaky'), spec('unexpected')] }] }];
  const report = JSON.stringify({ errors: [], suites, stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 } });
  const failures = ['other.test.ts › it is unexpected'];
  const flaky = ['other.test.ts › it is flaky'];
  expect(playwrightCounts(report)).toEqual({ passed: 5, failed: 1, skipped: 0, failures, flaky });
});

test('a server that did not come up for the browser tests is a failure', () => {
  const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  expect(playwrightCounts(JSON.stringify({ errors: [{ message: 'no' }], suites: [], stats })).failed).toBe(1);
});

test('a runner that left no report is a failure, whatever it said', () => {
  expect(countsOf('/nowhere/report.json', true, writtenCounts).failed).toBe(1);
});

test('a runner that ended badly is a failure, whatever it counted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counts-'));
  writeFileSync(join(folder, 'report.json'), '{"passed":5,"failed":0,"skipped":3}');
  expect(countsOf(join(folder, 'report.json'), false, writtenCounts)).toMatchObject({
    failed: 1,
    failures: [expect.stringContaining('report ended with an error')],
  });
  expect(countsOf(join(folder, 'report.json'), true, writtenCounts).failed).toBe(0);
  rmSync(folder, { recursive: true });
});

test('the last lines name what failed and what passed only later, and say skipped only when something was', () => {
  const one = { passed: 1, failed: 0, skipped: 0 };
  expect(countsText(sum([one, one]))).toBe('2 passed, 0 failed');
  const other = { passed: 0, failed: 2, skipped: 3, failures: ['this', 'that'], flaky: ['these'] };
  expect(countsText(sum([one, other])).split('\n')).toEqual([
    'passed when it was tried again: these',
    'failed: this',
    'failed: that',
    '1 passed, 2 failed, 3 skipped',
  ]);
});
