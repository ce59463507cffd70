import './node-version.ts';
import { mkdirSync, rmSync } from 'node:fs';
import { buildUiIfStale } from './build-ui.ts';
import { prepareMachine } from './tools/machine.ts';
import { root, runTool } from './tools/run-tool.ts';
import { type Counts, countsOf, countsText, playwrightCounts, sum, writtenCounts } from './tools/test-counts.ts';

const REPORTS = `${root}/.cache/test`;
/** `npm test -- --long`: random sequences go on until ten thousand were tried, and pages are looked at in every look. */
const length = process.argv.includes('--long') ? { LONG: '1' } : {};

const heading = (text: string): void => console.log(`\n── ${text} ──`);
const failure = (name: string): Counts => ({ passed: 0, failed: 1, skipped: 0, failures: [name] });
const success = (passed: number): Counts => ({ passed, failed: 0, skipped: 0 });

async function check(): Promise<Counts> {
  heading('check');
  const { ok } = await runTool('config/check.ts', [], { show: true });
  return ok ? success(0) : failure('check');
}

async function serverAndComponents(): Promise<Counts> {
  heading('server, laws, components');
  const file = `${REPORTS}/vitest.json`;
  const reporters = ['--reporter=default', '--reporter=./config/tools/vitest-counts.ts'];
  // The counts judge unhandled errors, test by test.
  const args = ['run', ...reporters, '--dangerouslyIgnoreUnhandledErrors'];
  const env = { ...length, VITEST_COUNTS: file };
  const { ok } = await runTool('node_modules/vitest/vitest.mjs', args, { show: true, env });
  return countsOf(file, ok, writtenCounts);
}

async function browser(): Promise<Counts> {
  heading('browser');
  const file = `${REPORTS}/playwright.json`;
  const env = { ...length, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const args = ['test', '--reporter=list,json'];
  try {
    await buildUiIfStale();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return failure('building the classroom UI');
  }
  const { ok } = await runTool('node_modules/@playwright/test/cli.js', args, { show: true, env });
  return countsOf(file, ok, playwrightCounts);
}

/** Two minutes of what can go wrong with processes and networks; the plan of this seed has every kind of fault. */
async function faults(): Promise<Counts> {
  heading('faults');
  const file = `${REPORTS}/faults.json`;
  mkdirSync(REPORTS, { recursive: true });
  const { ok } = await runTool('config/faults.ts', ['--seed', '145', '--minutes', '2', '--counts', file], {
    show: true,
  });
  return countsOf(file, ok, writtenCounts);
}

/** A hundredth of the benchmark: its figures say nothing, but nothing may be lost, doubled or out of order. */
async function bench(): Promise<Counts> {
  heading('bench');
  const size = ['--seconds', '4', '--rooms', '20', '--people', '10', '--in-flight', '32'];
  const { ok } = await runTool('config/bench.ts', size, { show: true });
  return ok ? success(1) : failure('bench');
}

const missing = await prepareMachine();
if (missing) {
  console.error(`The tests need more than this machine has. Install it with:\n\n  ${missing}\n`);
  process.exit(1);
}
rmSync(REPORTS, { recursive: true, force: true });
const counts = sum([await check(), await serverAndComponents(), await browser(), await faults(), await bench()]);
console.log(`\n${countsText(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
