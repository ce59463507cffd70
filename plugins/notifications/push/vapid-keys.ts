import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Deployment } from '../../../engine/index.ts';

/** In base64url. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const FILE = 'vapid.json';
const Keys = z.strictObject({ publicKey: z.string(), privateKey: z.string() });

/**
 * The keys by which push services know this deployment: those it was given, else those of its data folder, made at the first
 * call. Browsers remember the public one, so another pair would silence them all.
 */
export function openVapidKeys(
  given: VapidKeys | undefined,
  { dataDir }: Pick<Deployment, 'dataDir'>,
): () => Promise<VapidKeys> {
  let found: Promise<VapidKeys> | undefined;
  return async () => {
    if (given) return given;
    found ??= keptKeys(join(dataDir, FILE));
    found.catch(() => {
      found = undefined;
    });
    return found;
  };
}

/** Of two processes that start at once one makes the file, whole, and both read it. Only its owner may. */
async function keptKeys(file: string): Promise<VapidKeys> {
  const kept = await readKeys(file);
  if (kept) return kept;
  const { generateVAPIDKeys } = (await import('web-push')).default;
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(generateVAPIDKeys()), { mode: 0o600 });
  await link(draft, file).catch(unless('EEXIST'));
  await rm(draft);
  return keptKeys(file);
}

async function readKeys(file: string): Promise<VapidKeys | null> {
  const text = await readFile(file, 'utf8').catch(unless('ENOENT'));
  return text === undefined ? null : Keys.parse(JSON.parse(text));
}

const unless =
  (code: string) =>
  (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== code) throw error;
  };
