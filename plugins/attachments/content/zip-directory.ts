import type { Source } from './source.ts';

/** A file in an archive, as its directory tells of it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its own header begins. */
  readonly offset: number;
  readonly encrypted: boolean;
  readonly link: boolean;
}

const ENDS_WITH = Buffer.from('504b0506', 'hex');
const ENTRY = 0x02014b50;
const END_SIZE = 22;
export const MOST_ENTRIES = 5_000;
const MOST_DIRECTORY = 4_000_000;

const LONGEST_COMMENT = 65_535;

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Words behind the archive, which no document has. */
  readonly hasComment: boolean;
}

/**
 * The directory of an archive that is one from its first byte to its last, or null. APPNOTE.TXT 6.3.10, section 4.3:
 * nothing before or between, nothing behind but one comment, nothing split, no sizes beyond 4 GB.
 */
export async function readZipDirectory(source: Source): Promise<ZipDirectory | 'too many' | null> {
  const from = Math.max(0, source.size - END_SIZE - LONGEST_COMMENT);
  const tail = await source.part(from, source.size - from);
  // Where there are two ends, programs do not agree on which is the one.
  const at = tail.lastIndexOf(ENDS_WITH);
  if (at < 0 || at + END_SIZE > tail.length) return null;
  const comment = tail.readUInt16LE(at + 20);
  if (at + END_SIZE + comment !== tail.length) return null;
  if (tail.readUInt16LE(at + 10) > MOST_ENTRIES) return 'too many';
  const entries = await readEntries(source, tail.subarray(at), source.size - comment);
  return entries && { entries, hasComment: comment > 0 };
}

async function readEntries(source: Source, end: Buffer, size: number): Promise<readonly ZipEntry[] | null> {
  const [count, length, offset] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (count === 0 || length > MOST_DIRECTORY) return null;
  if (offset + length + END_SIZE !== size) return null;
  return entriesIn(await source.part(offset, length), count);
}

function entriesIn(directory: Buffer, count: number): ZipEntry[] | null {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY) return null;
    const nameLength = directory.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) return null;
    entries.push(entryAt(directory, at, nameLength));
    at = next;
  }
  return at === directory.length ? entries : null;
}

const SYMLINK = 0o120000;

const entryAt = (directory: Buffer, at: number, nameLength: number): ZipEntry => ({
  name: directory.toString('utf8', at + 46, at + 46 + nameLength),
  method: directory.readUInt16LE(at + 10),
  packed: directory.readUInt32LE(at + 20),
  unpacked: directory.readUInt32LE(at + 24),
  offset: directory.readUInt32LE(at + 42),
  encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
  link: ((directory.readUInt32LE(at + 38) >>> 16) & 0o170000) === SYMLINK,
});
