import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { isBrowserFile } from '../check/browser-files.ts';
import { root } from './run-tool.ts';

const FOLDERS = ['classroom-ui', 'engine', 'plugins'];
const BESIDE = ['classroom-ui/hooks.server.ts', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];

/** A name for the state of everything that a build of the UI is made of: 16 hexadecimal digits. */
export function uiVersion(): string {
  const hash = createHash('sha256');
  for (const file of [...FOLDERS.flatMap(uiFilesIn), ...BESIDE].sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(`${root}/${file}`))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function uiFilesIn(folder: string): string[] {
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : uiFilesIn(path);
    return isBrowserFile(path) && !path.endsWith('.test.ts') ? [path] : [];
  });
}
