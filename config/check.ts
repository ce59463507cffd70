import './node-version.ts';
import { type Part, parts } from './check/parts.ts';

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Prints a part's result when it is there: one line, and below it all it found. */
async function report({ name, run }: Part): Promise<boolean> {
  const start = performance.now();
  const { ok, output } = await run();
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds(start)})`);
  if (!ok) console.log(output.trimEnd().replace(/^/gm, '    '));
  return ok;
}

const results = await Promise.all(parts(process.argv.includes('--fix')).map(report));
const failed = results.filter((ok) => !ok).length;
console.log(failed === 0 ? 'check: all is well' : `check: ${failed} of ${results.length} parts failed`);
process.exitCode = failed === 0 ? 0 : 1;
