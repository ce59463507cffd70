import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The end of what the server itself has logged since `since` (milliseconds of the epoch); empty when there is nothing. */
export function loggedSince(clusterDir: string, since: number): string {
  const folder = join(clusterDir, 'log');
  try {
    const files = readdirSync(folder).map((name) => join(folder, name));
    const fresh = files.filter((file) => statSync(file).mtimeMs >= since);
    return fresh.map((file) => readFileSync(file, 'utf8').slice(-4000)).join('\n');
  } catch {
    return '';
  }
}
