import type { FileHandle } from 'node:fs/promises';
import { documentType } from './document-type.ts';
import type { FileType } from './file-types.ts';
import { withFile } from './read-part.ts';
import type { Looking } from './refusing.ts';
import { beginningOf } from './unpack-entry.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

const MOST_UNPACKED = 512_000_000;
const RATIO = 200;
/** Below this no ratio matters: a page of blanks packs well. */
const HARMLESS = 20_000_000;

/**
 * A document that is an archive inside: what it is, once nothing in it could do harm to whoever opens it.
 * @throws a refusal: damaged, a bomb, macros, links, paths, declared entities, or no document at all
 */
export function checkZip({ path, size, refuse }: Looking): Promise<FileType> {
  return withFile(path, 'r', async (handle) => {
    const entries = await readZipDirectory(handle, size);
    if (!entries) return refuse('unreadable');
    if (entries.some(isHarmful)) refuse('unsafe');
    if (entries.some(({ encrypted, method }) => encrypted || (method !== 0 && method !== 8))) refuse('unreadable');
    if (isBomb(entries, size)) refuse('bomb');
    const type = await documentType(handle, entries);
    if (type === 'macros') return refuse('unsafe');
    if (!type) return refuse('not-offered');
    await refuseEntities(handle, entries, refuse);
    return type;
  });
}

const PARENT = /(^|[/\\])\.\.([/\\]|$)|^[/\\]|\0|^[a-z]:/i;
const RUNS = /(^|\/)(vbaProject\.bin|vbaData\.xml|activeX\d*\.(bin|xml)|Basic\/.*|Scripts\/.*)$/i;
const PROGRAM = /\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jar|hta|html?|svgz?|swf|msi|lnk)$/i;

const isHarmful = ({ name, link }: ZipEntry): boolean =>
  link || PARENT.test(name) || RUNS.test(name) || PROGRAM.test(name);

/** It says that it unpacks to far more than it is, or its files share their bytes: then it does whatever it says. */
function isBomb(entries: readonly ZipEntry[], size: number): boolean {
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  if (unpacked > MOST_UNPACKED || (unpacked > HARMLESS && unpacked > size * RATIO)) return true;
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  return inOrder.some((entry, at) => entry.offset + 30 + entry.packed > (inOrder[at + 1]?.offset ?? size));
}

const BEGINNING = { packed: 4_096, most: 1_048_576 };
const MOST_LOOKED_AT = 32_000_000;

/** Entities are declared before the first element, and can be made to unfold without end when the document is opened. */
async function refuseEntities(
  handle: FileHandle,
  entries: readonly ZipEntry[],
  refuse: Looking['refuse'],
): Promise<void> {
  let lookedAt = 0;
  for (const entry of entries.filter(({ name }) => /\.(xml|rels|vml|rdf)$/i.test(name))) {
    const beginning = await beginningOf(handle, entry, BEGINNING);
    if (!beginning) return refuse('bomb');
    lookedAt += beginning.length;
    if (lookedAt > MOST_LOOKED_AT) refuse('bomb');
    if (declaresType(beginning)) refuse('bomb');
  }
}

/** In UTF-16 as in UTF-8, whatever comments stand before it. */
function declaresType(beginning: Buffer): boolean {
  const text = beginning
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/<!--[\s\S]*?-->/g, '');
  const root = /<[a-z_]/i.exec(text)?.index ?? text.length;
  return /<!(DOCTYPE|ENTITY)/i.test(text.slice(0, root));
}
