import './node-version.ts';
import { makePlugin } from './tools/make-plugin.ts';
import { root, runTool } from './tools/run-tool.ts';

const [id = ''] = process.argv.slice(2);
try {
  const { files, byHand } = makePlugin(root, id, new Date());
  // A longer name breaks lines elsewhere, and imports stand in the order of their paths.
  await runTool('node_modules/@biomejs/biome/bin/biome', ['check', '--write', 'plugins/index.ts', `plugins/${id}`]);
  console.log(`Made plugins/${id}:\n${files.map((file) => `  ${file}`).join('\n')}`);
  if (byHand.length > 0) console.log(`\nAdd to plugins/index.ts:\n${byHand.map((line) => `  ${line}`).join('\n')}`);
  else console.log('\nAdded it to plugins/index.ts.');
  console.log(
    `\nTurn it on with "${id}: true" under plugins: in config/schools/oakwood.yaml, then run "npm run check".`,
  );
  console.log('What each file is for: plugins/README.md.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
