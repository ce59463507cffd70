import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';
import type { Counts } from './test-counts.ts';

/** A reporter for Vitest: writes the counts of the run to the file named by `VITEST_COUNTS`, as JSON. */
export default class VitestCounts implements Reporter {
  onTestRunEnd(files: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env.VITEST_COUNTS ?? '.cache/test/vitest.json';
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(countsOfRun(files, unhandled)));
  }
}

/**
 * A file that could not be loaded is one failure. An error nobody handled is one too, unless a test of the file it came from
 * was tried again and then passed: the try that failed leaves promises behind.
 */
export function countsOfRun(files: readonly TestModule[], unhandled: readonly SerializedError[]): Counts {
  const tests = files.flatMap((file) => [...file.children.allTests()]);
  const triedAgain = new Set(tests.filter(passedLater).map(({ module }) => module.moduleId));
  const failures = [
    ...tests.filter(isIn('failed')).map(testName),
    ...files.filter((file) => file.errors().length > 0).map(({ moduleId }) => name(moduleId)),
    ...unhandled.filter(({ VITEST_TEST_PATH: path }) => !triedAgain.has(String(path))).map(unhandledText),
  ];
  const passed = tests.filter(isIn('passed')).length;
  const flaky = tests.filter(passedLater).map(testName);
  return { passed, failed: failures.length, skipped: tests.filter(isIn('skipped')).length, failures, flaky };
}

const isIn =
  (state: 'passed' | 'failed' | 'skipped') =>
  (test: TestCase): boolean =>
    test.result().state === state;

const passedLater = (test: TestCase): boolean => test.diagnostic()?.flaky === true;

const testName = ({ module, fullName }: TestCase): string => `${name(module.moduleId)} › ${fullName}`;

const name = (path: string): string => relative(process.cwd(), path);

const unhandledText = ({ VITEST_TEST_PATH: path, VITEST_TEST_NAME: test, message }: SerializedError): string =>
  `${path ? name(String(path)) : 'somewhere'} › ${String(test ?? 'between tests')} › an error nobody handled: ${message}`;
