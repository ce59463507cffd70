import { isHarmlessDrawing, isHarmlessPage } from './check-drawing.ts';
import { PARENT, spend, type Within, whole } from './check-part.ts';
import { endingOf } from './file-types.ts';
import { isProgramEnding, programIn } from './programs.ts';
import { shownName } from './shown-name.ts';
import type { Source } from './source.ts';
import { beginningOf } from './unpack-entry.ts';
import type { ZipEntry } from './zip-directory.ts';

const MOST_PAGE = 8_000_000;
const BEGINNING = { packed: 512, most: 1_048_576 };
/**
 * Looks at each file of a book: pages, drawings and lists as a whole, of everything else the beginning. EPUB 3.3, section 2.
 * @throws a refusal that names the file
 */
export async function checkBook(source: Source, entries: readonly ZipEntry[], within: Within): Promise<void> {
  for (const entry of entries) if (!entry.name.endsWith('/')) await checkFile(source, entry, within);
}

async function checkFile(source: Source, entry: ZipEntry, within: Within): Promise<void> {
  const { refuse, where } = within;
  const place = { entry: where + shownName(entry.name) };
  const ending = endingOf(entry.name);
  if (entry.link || PARENT.test(entry.name) || isProgramEnding(ending) || ending === 'js') refuse('unsafe', place);
  if (entry.encrypted) refuse('encrypted', place);
  if (entry.method !== 0 && entry.method !== 8) refuse('unreadable');
  const beginning = await beginningOf(source, entry, BEGINNING);
  if (!beginning) return refuse('bomb');
  spend(beginning.length, within);
  if (programIn(beginning) || isContainer(beginning)) refuse('unsafe', place);
  const isHarmless = LOOKS.find(([endings]) => endings.test(ending))?.[1];
  if (isHarmless && !isHarmless(await whole(source, entry, MOST_PAGE, within))) refuse('unsafe', place);
}

/** Another archive, or a document of the old kind: books have none. */
const isContainer = (beginning: Buffer): boolean =>
  ['504b0304', 'd0cf11e0', '52617221', '377abcaf'].includes(beginning.toString('hex', 0, 4));

/** Declared entities can be made to unfold without end. */
const declaresNothing = (bytes: Buffer): boolean => !/<!ENTITY/i.test(bytes.toString('latin1').replaceAll('\0', ''));

const LOOKS: readonly (readonly [endings: RegExp, isHarmless: (bytes: Buffer) => boolean])[] = [
  [/^x?html?$/, isHarmlessPage],
  [/^svg$/, isHarmlessDrawing],
  [/^(?:xml|opf|ncx|smil|pls)$/, declaresNothing],
];
