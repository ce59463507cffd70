import { checkPart, type Within } from './check-part.ts';
import { documentType } from './document-type.ts';
import type { FileType } from './file-types.ts';
import { withFile } from './read-part.ts';
import type { Looking } from './refusing.ts';
import { shownName } from './shown-name.ts';
import { fileSource, type Source } from './source.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** Bytes that are unpacked in order to be looked at. */
const MOST_LOOKED_AT = 256_000_000;
const MOST_UNPACKED = 512_000_000;
const RATIO = 200;
/** Below this no ratio matters: a page of blanks packs well. */
const HARMLESS = 20_000_000;

/**
 * A document that is an archive inside: what it is, once nothing in it could do harm to whoever opens it.
 * @throws a refusal: damaged, a bomb, macros, links, paths, declared entities, or no document at all
 */
export function checkZip({ path, size, refuse }: Looking): Promise<FileType> {
  const within = { refuse, where: '', depth: 0, left: { bytes: MOST_LOOKED_AT }, look: checkDocument };
  return withFile(path, 'r', (handle) => checkDocument(fileSource(handle, size), within));
}

/** The same of a document within another. */
async function checkDocument(source: Source, within: Within): Promise<FileType> {
  const { refuse, where } = within;
  const entries = await readZipDirectory(source);
  if (!entries) return refuse('unreadable');
  const entry = (one: ZipEntry) => ({ entry: where + shownName(one.name) });
  const harmful = entries.find(isHarmful);
  if (harmful) refuse('unsafe', entry(harmful));
  const locked = entries.find(({ encrypted }) => encrypted);
  if (locked) refuse('encrypted', entry(locked));
  if (entries.some(({ method }) => method !== 0 && method !== 8)) refuse('unreadable');
  if (isBomb(entries, source.size)) refuse('bomb');
  const type = await documentType(source, entries);
  if (type === 'macros') return refuse('unsafe', { entry: `${where}[Content_Types].xml` });
  if (!type) return refuse('not-offered', { part: '.zip' });
  for (const one of entries) await checkPart(source, one, within);
  return type;
}

const PARENT = /(^|[/\\])\.\.([/\\]|$)|^[/\\]|\0|^[a-z]:/i;
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
