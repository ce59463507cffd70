import { compoundFault, isCompound } from './check-compound.ts';
import { PARENT, spend, type Within } from './check-part.ts';
import { endingOf } from './file-types.ts';
import { isProgramEnding, programIn } from './programs.ts';
import { hasHarmfulWords } from './rich-text.ts';
import { shownName } from './shown-name.ts';
import { bytesSource, type Source } from './source.ts';
import { readThrough, wholeOf } from './unpack-entry.ts';
import type { ZipEntry } from './zip-directory.ts';

/** Bytes of a file that has to be looked at as a whole. */
const MOST_WITHIN = 64_000_000;
const DEEPEST = 3;
/** Windows runs these when they are opened, and web pages are written with them. */
const SCRIPTS = new Set(['js', 'mjs', 'cjs']);

/**
 * Looks into each file of an archive: unpacked to its end, so that none is longer than it says, and archives in it as well.
 * @throws a refusal that names the file: programs, macros, links, paths, passwords, what cannot be looked into
 */
export async function checkArchive(source: Source, entries: readonly ZipEntry[], within: Within): Promise<void> {
  for (const entry of entries) {
    refuseByName(entry, within);
    if (!entry.name.endsWith('/')) await checkFile(source, entry, within);
  }
}

const said = ({ name }: ZipEntry, { where }: Within) => ({ entry: where + shownName(name) });

function refuseByName(entry: ZipEntry, within: Within): void {
  const { refuse, scripts } = within;
  const ending = endingOf(entry.name.replace(/[\s.]+$/, ''));
  if (entry.link || PARENT.test(entry.name)) refuse('unsafe', said(entry, within));
  if (isProgramEnding(ending) || (SCRIPTS.has(ending) && !scripts)) refuse('program-inside', said(entry, within));
  if (entry.encrypted) refuse('encrypted', said(entry, within));
  if (entry.method !== 0 && entry.method !== 8) refuse('sealed', said(entry, within));
}

async function checkFile(source: Source, entry: ZipEntry, within: Within): Promise<void> {
  const { refuse } = within;
  spend(entry.unpacked, within);
  const beginning = await readThrough(source, entry, 1_024);
  if (!beginning) return refuse('bomb');
  if (programIn(beginning)) refuse('program-inside', said(entry, within));
  if (isSealed(beginning)) refuse('sealed', said(entry, within));
  if (isCompound(beginning)) {
    const fault = await compoundFault(bytesSource(await whole(source, entry, within)));
    if (fault) refuse(fault === 'unreadable' ? 'sealed' : fault, said(entry, within));
  }
  if (isZip(beginning)) await checkWithin(source, entry, within);
  if (
    /^\{\\rt/.test(beginning.toString('latin1')) &&
    hasHarmfulWords((await whole(source, entry, within)).toString('latin1'))
  )
    refuse('unsafe', said(entry, within));
}

async function checkWithin(source: Source, entry: ZipEntry, within: Within): Promise<void> {
  const { refuse, depth, look } = within;
  if (depth >= DEEPEST) refuse('sealed', said(entry, within));
  const bytes = await whole(source, entry, within);
  await look(bytesSource(bytes), { ...within, where: `${said(entry, within).entry} › `, depth: depth + 1 });
}

async function whole(source: Source, entry: ZipEntry, within: Within): Promise<Buffer> {
  return (await wholeOf(source, entry, MOST_WITHIN)) ?? within.refuse('sealed', said(entry, within));
}

const isZip = (beginning: Buffer): boolean => beginning.subarray(0, 4).toString('latin1') === 'PK\x03\x04';

/** Archives of other kinds: RAR, 7z, gzip, bzip2, xz, Zstandard, LZ4, and tar behind the name of its first file. */
const SEALED = ['526172211a07', '377abcaf271c', '1f8b08', '425a68', 'fd377a585a00', '28b52ffd', '04224d18'];
const isSealed = (beginning: Buffer): boolean =>
  SEALED.some((hex) => beginning.subarray(0, hex.length / 2).toString('hex') === hex) ||
  beginning.toString('latin1', 257, 262) === 'ustar';
