import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, by name. */
  readonly failures?: readonly string[];
  /** What failed and passed when it was tried again, by name. */
  readonly flaky?: readonly string[];
}

const PlaywrightSuite = z.object({
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      ok: z.boolean(),
      tests: z.array(z.object({ status: z.string() })),
    }),
  ),
});
const PlaywrightReport = z.object({
  errors: z.array(z.unknown()),
  suites: z.array(PlaywrightSuite),
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

/** What Playwright's JSON report counts. Tests are tried again in CI only; one that then passed has passed. */
export function playwrightCounts(json: string): Counts {
  const { errors, suites, stats } = PlaywrightReport.parse(JSON.parse(json));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures: suites.flatMap(namesOf(({ ok }) => !ok)),
    flaky: suites.flatMap(namesOf(({ tests }) => tests.some(({ status }) => status === 'flaky'))),
  };
}

type Suite = z.infer<typeof PlaywrightSuite>;

const namesOf =
  (are: (spec: Suite['specs'][number]) => boolean) =>
  ({ suites = [], specs }: Suite): string[] => [
    ...specs.filter(are).map(({ file, title }) => `${file} › ${title}`),
    ...suites.flatMap(namesOf(are)),
  ];

const Report = z.object({
  passed: z.int(),
  failed: z.int(),
  skipped: z.int(),
  failures: z.array(z.string()).default([]),
  flaky: z.array(z.string()).default([]),
});

/** Counts as a runner of ours wrote them: `vitest-counts.ts`, or `npm run faults` with its promises that held and broke. */
export const writtenCounts = (json: string): Counts => Report.parse(JSON.parse(json));

/** The counts of a run: a runner that failed, or left no report, counts as one failure at least. */
export function countsOf(file: string, ok: boolean, read: (json: string) => Counts): Counts {
  const counts = existsSync(file) ? read(readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
  const failed = ok ? counts.failed : Math.max(1, counts.failed);
  const { failures = [] } = counts;
  if (failed === 0 || failures.length > 0) return { ...counts, failed };
  return {
    ...counts,
    failed,
    failures: [`${basename(file, '.json')} ended with an error that no test names; see its output`],
  };
}

export const sum = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.reduce((total, { failed }) => total + failed, 0),
  skipped: all.reduce((total, { skipped }) => total + skipped, 0),
  failures: all.flatMap(({ failures = [] }) => failures),
  flaky: all.flatMap(({ flaky = [] }) => flaky),
});

/** A line for each test that passed when it was tried again, and for each failure; then `12 passed, 0 failed`, and `, 1 skipped` when there are any. */
export const countsText = ({ passed, failed, skipped, failures = [], flaky = [] }: Counts): string =>
  [
    ...flaky.map((name) => `passed when it was tried again: ${name}`),
    ...failures.map((name) => `failed: ${name}`),
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ].join('\n');
