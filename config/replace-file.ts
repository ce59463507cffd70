import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Gives a file another text, whole or not at all: whoever reads it has the old text or the new one. Its mode stays; of a
 * link the file that it leads to is replaced.
 * @param unless asked last, before the new file takes its place; true leaves everything as it was
 * @returns whether it was replaced. @throws what the disk says; then the old file stands there untouched
 */
export async function replaceFile(file: string, text: string, unless: () => Promise<boolean>): Promise<boolean> {
  const real = await realpath(file);
  // Readers of the folder pass over what begins with a dot.
  const draft = join(dirname(real), `.${basename(real)}.${randomUUID()}`);
  try {
    await writeDraft(draft, text, real);
    if (await unless()) return false;
    await rename(draft, real);
    return true;
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

async function writeDraft(draft: string, text: string, like: string): Promise<void> {
  const { mode, uid, gid } = await stat(like);
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    // Only who runs as root can give files away; for all others the owner is right already.
    await handle.chown(uid, gid).catch(() => undefined);
    await handle.chmod(mode & 0o7777);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const ANYBODY_WRITES = 0o222;

/** Whether a file may be replaced: neither it nor its folder is closed to writing, by their modes or by the disk. */
export async function mayReplace(file: string): Promise<boolean> {
  try {
    const real = await realpath(file);
    for (const path of [real, dirname(real)]) {
      // Root may write everywhere, but whoever took the right from everybody has said what they want.
      if (((await stat(path)).mode & ANYBODY_WRITES) === 0) return false;
      await access(path, constants.W_OK);
    }
    return true;
  } catch {
    return false;
  }
}
