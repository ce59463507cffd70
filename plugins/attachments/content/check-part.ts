import { compoundFault, isCompound } from './check-compound.ts';
import { isHarmlessDrawing } from './check-drawing.ts';
import { areHarmlessRelations } from './check-relations.ts';
import { programIn } from './programs.ts';
import type { Looking } from './refusing.ts';
import { shownName } from './shown-name.ts';
import { bytesSource, type Source } from './source.ts';
import { beginningOf, wholeOf } from './unpack-entry.ts';
import type { ZipEntry } from './zip-directory.ts';

/** What looking into archives within archives may cost in all, and how deep it is. */
export interface Within {
  readonly refuse: Looking['refuse'];
  /** The archives around it, as they are told to people. */
  readonly where: string;
  readonly depth: number;
  /** Whether archives that are no documents may be inside, and scripts in them. */
  readonly archives: boolean;
  readonly scripts: boolean;
  /** Bytes that may still be unpacked. */
  readonly left: { bytes: number };
  /** Looks into an archive that is inside. */
  readonly look: (source: Source, within: Within) => Promise<unknown>;
}

/** A place that leads out of the folder into which an archive is unpacked. */
export const PARENT = /(^|[/\\])\.\.([/\\]|$)|^[/\\]|\0|^[a-z]:/i;
const MOST = 1_048_576;
const WRITTEN = { packed: 4_096, most: MOST };
/** Bytes that cannot unpack to more than `MOST`: a picture of one colour packs well. */
const BEGINNING = { packed: 512, most: MOST };
/** Bytes of a drawing, of a list of relations, and of a document within a document. */
const MOST_WRITTEN = 8_000_000;
const MOST_WITHIN = 32_000_000;
const DEEPEST = 3;

/**
 * Looks at one part of a document: drawings and lists of relations as a whole, of everything else the beginning.
 * @throws a refusal that names the part
 */
export async function checkPart(source: Source, part: ZipEntry, within: Within): Promise<void> {
  if (part.name.endsWith('/')) return;
  const { refuse } = within;
  const entry = within.where + shownName(part.name);
  const isWritten = /\.(xml|rels|vml|rdf)$/i.test(part.name);
  const beginning = await beginningOf(source, part, isWritten ? WRITTEN : BEGINNING);
  if (!beginning) return refuse('bomb');
  spend(beginning.length, within);
  if (/\.svg$/i.test(part.name) && !isHarmlessDrawing(await whole(source, part, MOST_WRITTEN, within)))
    refuse('unsafe', { entry });
  if (isWritten && declaresType(beginning)) refuse('bomb');
  if (/\.rels$/i.test(part.name) && !areHarmlessRelations(await whole(source, part, MOST_WRITTEN, within)))
    refuse('unsafe', { entry });
  if (programIn(beginning)) refuse('unsafe', { entry });
  if (isCompound(beginning)) await checkObject(source, part, within);
  if (beginning.subarray(0, 4).toString('latin1') === 'PK\x03\x04') await checkWithin(source, part, within);
}

/** What other programs put into a document: a formula, a drawing. Not a file that they would open. */
async function checkObject(source: Source, part: ZipEntry, within: Within): Promise<void> {
  const bytes = await whole(source, part, MOST_WITHIN, within);
  const fault = await compoundFault(bytesSource(bytes));
  if (fault) within.refuse('unsafe', { entry: within.where + shownName(part.name) });
}

/** The table behind a chart, for one. */
async function checkWithin(source: Source, part: ZipEntry, within: Within): Promise<void> {
  const entry = within.where + shownName(part.name);
  if (within.depth >= DEEPEST) within.refuse('unsafe', { entry });
  const bytes = await whole(source, part, MOST_WITHIN, within);
  await within.look(bytesSource(bytes), { ...within, archives: false, where: `${entry} › `, depth: within.depth + 1 });
}

export async function whole(source: Source, part: ZipEntry, most: number, within: Within): Promise<Buffer> {
  spend(part.unpacked, within);
  const bytes = await wholeOf(source, part, most);
  return bytes ?? within.refuse('unsafe', { entry: within.where + shownName(part.name) });
}

/** Archives in archives share what may be unpacked. */
export function spend(bytes: number, { left, refuse }: Within): void {
  left.bytes -= bytes;
  if (left.bytes < 0) refuse('bomb');
}

/**
 * Entities are declared before the first element, and can be made to unfold without end when the document is opened. In
 * UTF-16 as in UTF-8, whatever comments stand before it.
 */
function declaresType(beginning: Buffer): boolean {
  const text = beginning
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/<!--[\s\S]*?-->/g, '');
  const root = /<[a-z_]/i.exec(text)?.index ?? text.length;
  return /<!(DOCTYPE|ENTITY)/i.test(text.slice(0, root));
}
