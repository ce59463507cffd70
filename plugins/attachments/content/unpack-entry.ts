import { promisify } from 'node:util';
import { constants, inflateRaw } from 'node:zlib';
import type { Source } from './source.ts';
import type { ZipEntry } from './zip-directory.ts';

const HEADER = 0x04034b50;
const inflate = promisify(inflateRaw);

/**
 * The beginning of a file in an archive: what the first `packed` bytes of it unpack to, up to `most`. Null when it is
 * damaged, or unpacks to more.
 */
export async function beginningOf(
  source: Source,
  entry: ZipEntry,
  { packed, most }: { readonly packed: number; readonly most: number },
): Promise<Buffer | null> {
  const header = await source.part(entry.offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== HEADER) return null;
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const data = await source.part(start, Math.min(entry.packed, packed));
  if (entry.method === 0) return data.length > most ? null : data;
  return inflate(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most }).catch((error: unknown) => {
    if (/^(Z_|ERR_BUFFER_TOO_LARGE)/.test((error as { code?: string }).code ?? '')) return null;
    throw error;
  });
}

/** A file in an archive, unpacked. Null when it is damaged, or not as long as the directory says, or that is more than `most`. */
export async function wholeOf(source: Source, entry: ZipEntry, most: number): Promise<Buffer | null> {
  if (entry.unpacked > most || entry.packed > most) return null;
  const whole = await beginningOf(source, entry, { packed: entry.packed, most: Math.max(1, entry.unpacked) });
  return whole?.length === entry.unpacked ? whole : null;
}
