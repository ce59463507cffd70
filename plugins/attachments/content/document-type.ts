import { FILE_TYPES, type FileType } from './file-types.ts';
import type { Source } from './source.ts';
import { beginningOf } from './unpack-entry.ts';
import type { ZipEntry } from './zip-directory.ts';

const WHOLE = { packed: 1_000_000, most: 1_000_000 };

/** What kind of document an archive is, by what it says of itself inside; null when it is none that can be sent. */
export async function documentType(source: Source, entries: readonly ZipEntry[]): Promise<FileType | 'macros' | null> {
  const office = entries.find(({ name }) => name === '[Content_Types].xml');
  if (office) return officeType(await textOf(source, office));
  const first = entries[0];
  if (first?.name !== 'mimetype' || first.method !== 0) return null;
  const says = await textOf(source, first);
  return FILE_TYPES.find(({ type, kind }) => type === says && (kind === 'document' || kind === 'book')) ?? null;
}

async function textOf(source: Source, entry: ZipEntry): Promise<string> {
  return (await beginningOf(source, entry, WHOLE))?.toString('utf8') ?? '';
}

/** ECMA-376 part 2, 10.1.2: each part's content type stands in this one list. */
function officeType(list: string): FileType | 'macros' | null {
  if (/macroEnabled|vbaProject/i.test(list)) return 'macros';
  const main = /application\/vnd\.openxmlformats-officedocument\.([\w.]+?)\.main\+xml/.exec(list)?.[1];
  return FILE_TYPES.find(({ type }) => main !== undefined && type.endsWith(`officedocument.${main}`)) ?? null;
}
