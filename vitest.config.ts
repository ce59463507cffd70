import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { chromium } from './config/chromium.ts';

const TAKES_LONGEST = /\/(laws|unread-model|reading-model|policy|jobs|presence|embedded-server)\.test\.ts$/;
/** Those that take a minute begin first, so that none of them is left to run alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [long, others] = [true, false].map((is) =>
      files.filter(({ moduleId }) => TAKES_LONGEST.test(moduleId) === is),
    );
    return [...(long ?? []), ...(await super.sort(others ?? []))];
  }
}

/** For fuzz that runs in a browser, which has no environment. */
const fuzz = {
  seed: Number(process.env.FUZZ_SEED ?? 20_261_130),
  path: process.env.FUZZ_PATH ?? null,
  long: process.env.LONG === '1',
};

export default defineConfig({
  test: {
    api: { host: '127.0.0.1' },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        root: import.meta.dirname,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{engine,plugins,config,migrations}/**/*.test.ts', 'classroom-ui/lib/**/*.test.ts'],
          exclude: ['**/*.ui.test.ts', '**/node_modules/**'],
          globalSetup: ['engine/testing/global-setup.ts'],
          setupFiles: ['engine/testing/check-rows.setup.ts'],
          pool: 'forks',
          // Node itself strips the types, as it does in production.
          experimental: { viteModuleRunner: false },
          // Tests wait for clocks and disks most of the time; what a file leaves behind is its own database, nothing in memory.
          maxWorkers: 4,
          isolate: false,
          testTimeout: 40_000,
          hookTimeout: 60_000,
          // Tests that kill servers and cut connections share a busy machine with others there.
          retry: process.env.CI ? 2 : 0,
        },
      },
      {
        extends: './vite.config.ts',
        root: `${import.meta.dirname}/classroom-ui`,
        optimizeDeps: { include: ['fast-check', 'katex/contrib/mhchem'] },
        test: {
          name: 'ui',
          provide: { fuzz },
          include: ['**/*.ui.test.ts', '../plugins/**/*.ui.test.ts'],
          testTimeout: 20_000,
          retry: process.env.CI ? 2 : 0,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
