import { afterAll, beforeAll } from 'vitest';
import { type Cast, startCast } from './cast.ts';
import { startTestEngine, type TestEngine, type TestEngineOptions } from './start-test-engine.ts';

/** An engine with the people in it, for one file of tests. */
export interface Stage extends Cast {
  readonly engine: TestEngine;
}

/** Opens a stage before the tests of a file and closes it after them. Ask for it inside a test. */
export function useStage(options?: TestEngineOptions): () => Stage {
  let engine: TestEngine | undefined;
  let stage: Stage | undefined;
  beforeAll(async () => {
    engine = await startTestEngine(options);
    stage = { engine, ...(await startCast(engine)) };
  });
  afterAll(() => engine?.stop());
  return () => {
    if (!stage) throw new Error('The stage is open inside tests only.');
    return stage;
  };
}
