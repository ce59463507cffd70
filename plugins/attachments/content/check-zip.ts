import { checkArchive } from './check-archive.ts';
import { checkBook } from './check-book.ts';
import { checkPart, PARENT, type Within } from './check-part.ts';
import { documentType } from './document-type.ts';
import { FILE_TYPES, type FileType } from './file-types.ts';
import { withFile } from './read-part.ts';
import type { Looking } from './refusing.ts';
import { shownName } from './shown-name.ts';
import { fileSource, type Source } from './source.ts';
import { MOST_ENTRIES, readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** Bytes that are unpacked in order to be looked at. */
const MOST_LOOKED_AT = 256_000_000;
const MOST_UNPACKED = 512_000_000;
const RATIO = 200;
/** Below this no ratio matters: a page of blanks packs well. */
const HARMLESS = 20_000_000;

/**
 * What an archive is, once nothing in it could do harm to whoever opens it: a document, a book, or one that a school lets in
 * as what it is. @throws a refusal: damaged, a bomb, macros, programs, links, paths, declared entities, a password
 */
export function checkZip({ path, size, settings, state, refuse }: Looking): Promise<FileType> {
  const allows = { archives: settings.types.includes('archive'), scripts: settings.types.includes('code') };
  const bytes = allows.archives ? MOST_UNPACKED : MOST_LOOKED_AT;
  const within = { refuse, where: '', depth: 0, left: { bytes }, look: lookInto, ...allows };
  return state.serialize('archives', () => withFile(path, 'r', (handle) => lookInto(fileSource(handle, size), within)));
}

/** The same of an archive within another. */
async function lookInto(source: Source, within: Within): Promise<FileType> {
  const { refuse, archives } = within;
  const directory = await readZipDirectory(source);
  if (!directory) return refuse('unreadable');
  if (directory === 'too many') return refuse('too-many-inside', { most: MOST_ENTRIES });
  const { entries, hasComment } = directory;
  const type = hasComment ? null : await documentType(source, entries);
  if (!type && !archives) refuseAnother(entries, hasComment, within);
  if (isBomb(entries, source.size)) refuse('bomb');
  if (!type) await checkArchive(source, entries, within);
  else if (type !== 'macros' && type.kind === 'book') await checkBook(source, entries, within);
  else await checkDocument(source, entries, within);
  return type === 'macros' ? refuse('unsafe', { entry: `${within.where}[Content_Types].xml` }) : (type ?? ARCHIVE);
}

const ARCHIVE = FILE_TYPES.find(({ type }) => type === 'application/zip') as FileType;

/** No document, where a school lets in no other archives: what is harmful in it is said first. */
function refuseAnother(entries: readonly ZipEntry[], hasComment: boolean, within: Within): never {
  const harmful = entries.find(isHarmful);
  if (harmful) within.refuse('unsafe', placeOf(harmful, within));
  return hasComment ? within.refuse('unreadable') : within.refuse('not-offered', { part: '.zip' });
}

async function checkDocument(source: Source, entries: readonly ZipEntry[], within: Within): Promise<void> {
  const { refuse } = within;
  const harmful = entries.find(isHarmful);
  if (harmful) refuse('unsafe', placeOf(harmful, within));
  const locked = entries.find(({ encrypted }) => encrypted);
  if (locked) refuse('encrypted', placeOf(locked, within));
  if (entries.some(({ method }) => method !== 0 && method !== 8)) refuse('unreadable');
  for (const one of entries) await checkPart(source, one, within);
}

const placeOf = ({ name }: ZipEntry, { where }: Within) => ({ entry: where + shownName(name) });

const RUNS = /(^|\/)(vbaProject\w*\.bin|vbaData\.xml|activeX\d*\.(bin|xml)|Basic\/.*|Scripts\/.*|macrosheets\/.*)$/i;
const PROGRAM =
  /\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|jse?|jar|hta|html?|xhtml|mht|mhtml|svgz|swf|msi|lnk|wsf|wsh|pif|cpl|chm|reg|url|iso|docm|dotm|xlsm|xltm|xlam|pptm|potm|ppsm|ppam)$/i;

const isHarmful = ({ name, link }: ZipEntry): boolean =>
  link || PARENT.test(name) || RUNS.test(name) || PROGRAM.test(name);

/** It says that it unpacks to far more than it is, or its files share their bytes: then it does whatever it says. */
function isBomb(entries: readonly ZipEntry[], size: number): boolean {
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  if (unpacked > MOST_UNPACKED || (unpacked > HARMLESS && unpacked > size * RATIO)) return true;
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  return inOrder.some((entry, at) => entry.offset + 30 + entry.packed > (inOrder[at + 1]?.offset ?? size));
}
