import fc from 'fast-check';

/** The seed of every fuzz: `FUZZ_SEED=7 npx vitest run engine/testing/fuzz` tries other inputs. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);
/** `npm test -- --long` goes on for this many times as many inputs. */
const LONGER = process.env.LONG === '1' ? 25 : 1;
/** How long one test of a fuzz may take. */
export const PATIENCE_MS = 60_000 * LONGER;

/**
 * Tries inputs that follow from the seed until one fails, and makes that one as small as it gets.
 * @throws Error with the input and with what repeats it
 */
export async function tryInputs<T>(
  inputs: fc.Arbitrary<T>,
  runs: number,
  holds: (input: T) => Promise<unknown>,
): Promise<void> {
  const property = fc.asyncProperty(inputs, async (input) => void (await holds(input)));
  const result = await fc.check(property, { seed: SEED, numRuns: runs * LONGER, ...only() });
  if (!result.failed) return;
  const cause = result.errorInstance;
  const message = cause instanceof Error ? cause.message : String(cause);
  const input = fc.stringify(result.counterexample).slice(0, 4_000);
  throw new Error(
    `${message}\ninput: ${input}\nto repeat it: FUZZ_SEED=${SEED} FUZZ_PATH=${result.counterexamplePath} npx vitest run`,
    { cause },
  );
}

/** One input alone, by the path that its failure printed. */
const only = (): { path?: string } => (process.env.FUZZ_PATH ? { path: process.env.FUZZ_PATH } : {});
