import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, inflateRaw } from 'node:zlib';
import { readPart } from './read-part.ts';
import type { ZipEntry } from './zip-directory.ts';

const HEADER = 0x04034b50;
const inflate = promisify(inflateRaw);

/**
 * The beginning of a file in an archive: what the first `packed` bytes of it unpack to, up to `most`. Null when it is
 * damaged, or unpacks to more.
 */
export async function beginningOf(
  handle: FileHandle,
  entry: ZipEntry,
  { packed, most }: { readonly packed: number; readonly most: number },
): Promise<Buffer | null> {
  const header = await readPart(handle, entry.offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== HEADER) return null;
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const data = await readPart(handle, start, Math.min(entry.packed, packed));
  if (entry.method === 0) return data.length > most ? null : data;
  return inflate(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most }).catch((error: unknown) => {
    if (/^(Z_|ERR_BUFFER_TOO_LARGE)/.test((error as { code?: string }).code ?? '')) return null;
    throw error;
  });
}
