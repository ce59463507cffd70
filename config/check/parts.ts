import { root, runTool, type ToolResult } from '../tools/run-tool.ts';
import { checkImports, problemText } from './check-imports.ts';

/** One thing that `npm run check` looks at. */
export interface Part {
  readonly name: string;
  run(): Promise<ToolResult>;
}

const TSC = 'node_modules/typescript/lib/tsc.js';
const KIT = 'node_modules/@sveltejs/kit/svelte-kit.js';
const SVELTE_CHECK = 'node_modules/svelte-check/bin/svelte-check';
const BIOME = 'node_modules/@biomejs/biome/bin/biome';

/** What is checked, each independent of the others. With `fix`, Biome writes what it can put right. */
export const parts = (fix: boolean): readonly Part[] => [
  {
    name: 'types of the server',
    run: () =>
      runTool(TSC, ['--noEmit', '--incremental', '--tsBuildInfoFile', '.cache/tsc.json', '-p', 'tsconfig.json']),
  },
  { name: 'types of the browser tests', run: () => runTool(TSC, ['--noEmit', '-p', 'classroom-ui/e2e']) },
  { name: 'types of the UI', run: checkUi },
  { name: 'lint and format', run: () => runTool(BIOME, biomeArguments(fix)) },
  { name: 'imports', run: async () => importResult() },
];

/** SvelteKit first writes the types of the routes, which svelte-check then reads. */
async function checkUi(): Promise<ToolResult> {
  const synced = await runTool(KIT, ['sync']);
  if (!synced.ok) return synced;
  return runTool(SVELTE_CHECK, ['--tsconfig', 'classroom-ui/tsconfig.json', '--fail-on-warnings', '--output', 'human']);
}

const biomeArguments = (fix: boolean): string[] => [
  'check',
  '--error-on-warnings',
  '--max-diagnostics=100',
  ...(fix ? ['--write'] : []),
];

function importResult(): ToolResult {
  const problems = checkImports(root);
  return { ok: problems.length === 0, output: problems.map((problem) => `${problemText(problem)}\n`).join('\n') };
}
