import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createInflateRaw, inflateRaw } from 'node:zlib';
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
  const start = await startOf(source, entry);
  if (start === null) return null;
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

/** Where what is packed begins, behind a header of its own; null where there is none. */
async function startOf(source: Source, { offset }: ZipEntry): Promise<number | null> {
  const header = await source.part(offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== HEADER) return null;
  return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

const PIECE = 262_144;

/**
 * Unpacks a file to its end, a piece at a time, and answers its first bytes. Null when it is damaged, or longer or shorter
 * than the directory says.
 */
export async function readThrough(source: Source, entry: ZipEntry, beginning: number): Promise<Buffer | null> {
  const start = await startOf(source, entry);
  if (start === null) return null;
  const pieces = Readable.from(piecesOf(source, start, entry.packed));
  const [kept, seen] = [[] as Buffer[], { bytes: 0 }];
  try {
    for await (const chunk of (entry.method === 0 ? pieces : inflated(pieces)) as AsyncIterable<Buffer>) {
      if (seen.bytes < beginning) kept.push(chunk.subarray(0, beginning - seen.bytes));
      seen.bytes += chunk.length;
      if (seen.bytes > entry.unpacked) return null;
    }
  } catch (error) {
    if (/^Z_/.test((error as { code?: string }).code ?? '')) return null;
    throw error;
  }
  return seen.bytes === entry.unpacked ? Buffer.concat(kept) : null;
}

async function* piecesOf(source: Source, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += PIECE) yield await source.part(start + at, Math.min(PIECE, length - at));
}

function inflated(pieces: Readable): Readable {
  const inflater = createInflateRaw();
  // What goes wrong is told to whoever reads.
  void pipeline(pieces, inflater).catch((error: Error) => inflater.destroy(error));
  return inflater;
}
