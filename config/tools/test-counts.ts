import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, by name. */
  readonly failures?: readonly string[];
}

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});
const PlaywrightSuite = z.object({
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
  specs: z.array(z.object({ title: z.string(), file: z.string(), ok: z.boolean() })),
});
const PlaywrightReport = z.object({
  errors: z.array(z.unknown()),
  suites: z.array(PlaywrightSuite),
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

/** What Vitest's JSON report counts; a test file that could not even be loaded is one failure. */
export function vitestCounts(json: string): Counts {
  const report = VitestReport.parse(JSON.parse(json));
  const failed = report.testResults.map(({ name, status, assertionResults }) => {
    const tests = assertionResults.filter((assertion) => assertion.status === 'failed');
    return {
      tests: tests.map(({ fullName }) => `${name} › ${fullName}`),
      broken: status === 'failed' && tests.length === 0 ? [name] : [],
    };
  });
  const broken = failed.flatMap((file) => file.broken);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [...failed.flatMap(({ tests }) => tests), ...broken],
  };
}

/** What Playwright's JSON report counts. Tests are tried again in CI only; one that then passed has passed. */
export function playwrightCounts(json: string): Counts {
  const { errors, suites, stats } = PlaywrightReport.parse(JSON.parse(json));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures: suites.flatMap(failedSpecs),
  };
}

const failedSpecs = ({ suites = [], specs }: z.infer<typeof PlaywrightSuite>): string[] => [
  ...specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file} › ${title}`),
  ...suites.flatMap(failedSpecs),
];

const FaultsReport = z.object({ passed: z.int(), failed: z.int(), skipped: z.int() });

/** What a run of faults counts: promises that held and that were broken, and faults this machine could not bring about. */
export const faultCounts = (json: string): Counts => FaultsReport.parse(JSON.parse(json));

/** The counts of a run: a runner that failed, or left no report, counts as one failure at least. */
export function countsOf(file: string, ok: boolean, read: (json: string) => Counts): Counts {
  const counts = existsSync(file) ? read(readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
  return ok ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

export const sum = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.reduce((total, { failed }) => total + failed, 0),
  skipped: all.reduce((total, { skipped }) => total + skipped, 0),
  failures: all.flatMap(({ failures = [] }) => failures),
});

/** A line for each failure; then `12 passed, 0 failed`, and `, 1 skipped` when there are any. */
export const countsText = ({ passed, failed, skipped, failures = [] }: Counts): string =>
  [
    ...failures.map((name) => `failed: ${name}`),
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ].join('\n');
