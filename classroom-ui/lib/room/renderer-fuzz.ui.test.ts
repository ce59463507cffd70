import '../../app.css';
import fc from 'fast-check';
import { beforeAll, expect, inject, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { costOf, prepareDrawing } from './testing/drawing-cost.ts';
import { hostileText } from './testing/hostile-texts.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** From the environment: `FUZZ_SEED`, `FUZZ_PATH` and `LONG`, as in engine/testing/fuzz. */
    fuzz: { seed: number; path: string | null; long: boolean };
  }
}

const { seed: firstSeed, path, long } = inject('fuzz');
/** The promise is 100 ms, of a machine that does nothing else: `--long`. Beside the other tests a core gives half of itself. */
const MOST_MS = long ? 100 : 250;
/** Each test has its own seed and few texts: when a tab crashes, the seed that was printed last is the one to repeat. */
const TEXTS = 100;
const seeds = Array.from({ length: path ? 1 : long ? 200 : 8 }, (_, at) => firstSeed + at);

beforeAll(prepareDrawing);

test.each(seeds)(`no text of seed %i holds the page up or ends it`, { timeout: 300_000 }, async (seed) => {
  console.info(`drawing the texts of seed ${seed}`); // A tab that crashes tells nothing more.
  await new Promise((done) => setTimeout(done));
  await cdp().send('Performance.getMetrics');
  const property = fc.asyncProperty(hostileText, async (text) => {
    expect(await costOf(text, MOST_MS)).toBeLessThan(MOST_MS);
  });
  const result = await fc.check(property, { seed, numRuns: TEXTS, endOnFailure: true, ...(path ? { path } : {}) });
  if (!result.failed) return;
  throw new Error(
    `${result.errorInstance}\ntext: ${JSON.stringify(result.counterexample?.[0])}\n` +
      `to repeat it: FUZZ_SEED=${seed} FUZZ_PATH=${result.counterexamplePath} npx vitest run --project ui renderer-fuzz`,
  );
});
