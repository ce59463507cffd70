import { existsSync, realpathSync } from 'node:fs';

// Imported first by every script. uWebSockets.js has no build for later Nodes, and earlier ones do not run TypeScript.
// Through npm the right Node comes first by itself; whoever starts a script directly is handed over to it here.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const own = new URL('../node_modules/.bin/node', import.meta.url).pathname;

if (major !== 22 || minor < 18) {
  const isOther = existsSync(own) && realpathSync(own) !== realpathSync(process.execPath);
  if (!isOther || !process.execve) {
    console.error(
      `Homeroom runs on Node 22.18 or newer of 22, and this is ${process.version}: run "npm ci", then start it by "npm run".`,
    );
    process.exit(1);
  }
  process.execve(own, [own, ...process.execArgv, ...process.argv.slice(1)], process.env);
}
