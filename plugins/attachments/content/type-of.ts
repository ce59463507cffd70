import { fileTypeFromFile } from 'file-type';
import { compoundDocument, compoundFault, isCompound } from './check-compound.ts';
import { hasPdfHeader } from './check-pdf.ts';
import { charsetOf } from './check-text.ts';
import { checkZip } from './check-zip.ts';
import { cleanMp4 } from './clean-mp4.ts';
import { endingOf, FILE_TYPES, type FileType, typesEnding } from './file-types.ts';
import { programIn } from './programs.ts';
import { readPart, withFile } from './read-part.ts';
import type { Looking } from './refusing.ts';
import { isHarmfulRichText, isRichText } from './rich-text.ts';
import { shownName } from './shown-name.ts';
import { fileSource } from './source.ts';

/** What a file is by its content alone; of what is written in plain letters the ending says of which kind. */
export async function typeOf(looking: Looking): Promise<FileType> {
  const head = await withFile(looking.path, 'r', (handle) => readPart(handle, 0, 65_536));
  // An archive is read by our own reader, which unpacks no more than it has to.
  if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return checkZip(looking);
  if (isCompound(head)) return compoundType(looking);
  const program = programIn(head);
  if (program) looking.refuse('program-content', { part: program });
  const written = await writtenType(looking);
  if (!written && isRichText(head)) return richText(looking);
  return written ?? (await mediaType(head, looking)) ?? otherType(head, looking);
}

/** A document of the old kind. An office document with a password is one, too. */
async function compoundType({ path, size, name, settings, refuse }: Looking): Promise<FileType> {
  const [fault, type] = await withFile(path, 'r', async (handle) => {
    const source = fileSource(handle, size);
    return [await compoundFault(source), await compoundDocument(source)] as const;
  });
  if (fault === 'encrypted') refuse(fault, { entry: shownName(name) });
  if (!type)
    return refuse(
      typesEnding(endingOf(name)).some(({ kind }) => kind === 'legacy') ? 'unreadable' : 'not-what-it-says',
    );
  if (!settings.types.includes('legacy')) refuse('not-offered', { part: `.${typed(type).endings[0]}` });
  if (fault === 'unsafe') refuse(fault, { entry: 'macros, or a packed file' });
  return fault ? refuse(fault) : typed(type);
}

async function richText({ path, refuse }: Looking): Promise<FileType> {
  if (await isHarmfulRichText(path)) refuse('unsafe', { entry: 'an object, or a template from elsewhere' });
  return typed('application/rtf');
}

/** Whatever it begins with, it is text: a browser is told so, and in what it is written, and only ever saves it. */
async function writtenType({ path, name }: Looking): Promise<FileType | undefined> {
  const written = typesEnding(endingOf(name)).find(({ plain }) => plain);
  const charset = written && (await charsetOf(path));
  return written && charset ? { ...written, type: `text/plain; charset=${charset}` } : undefined;
}

const baseOf = (mime: string | undefined): string | undefined => mime?.split(';', 1)[0];
const typed = (type: string): FileType => FILE_TYPES.find((one) => one.type === type) as FileType;

const ISO_MEDIA = new Set(['video/mp4', 'audio/mp4', 'audio/x-m4a', 'video/x-m4v', 'video/quicktime']);
const SAME: Readonly<Record<string, string>> = { 'image/apng': 'image/png' };

async function mediaType(head: Buffer, looking: Looking): Promise<FileType | undefined> {
  const { path, refuse } = looking;
  const { mime: said, ext } = (await fileTypeFromFile(path)) ?? {};
  const mime = baseOf(said);
  if (mime === undefined) return undefined;
  if (/^image\/hei[cf]/.test(mime)) refuse('heic');
  if (ISO_MEDIA.has(mime)) return film(mime, looking);
  if (mime === 'video/webm') return typed(hasPicture(head) ? mime : 'audio/webm');
  const found = FILE_TYPES.find(({ type }) => type === (SAME[mime] ?? mime));
  if (!found && /^(image|video|audio)\//.test(mime)) refuse('not-offered', { part: `.${ext}` });
  return found ?? (hasPdfHeader(head) ? refuse('two-things') : undefined);
}

const hasPicture = (head: Buffer): boolean =>
  /V_(VP8|VP9|AV1|MPEG|MS\/|THEORA|UNCOMPRESSED)/.test(head.toString('latin1'));

async function film(is: string, { path, size, refuse }: Looking): Promise<FileType> {
  const inside = await cleanMp4(path, size);
  if (!inside) return refuse('unreadable');
  if (is === 'video/quicktime') return typed(is);
  return typed(inside.hasPicture ? 'video/mp4' : 'audio/mp4');
}

function otherType(head: Buffer, { name, refuse }: Looking): FileType {
  if (hasPdfHeader(head)) return typed('application/pdf');
  const ending = endingOf(name);
  if (typesEnding(ending).some(({ plain }) => plain)) refuse('not-text');
  if (!ending) refuse('no-ending');
  return typesEnding(ending).length > 0 ? refuse('not-what-it-says') : refuse('not-offered', { part: `.${ending}` });
}
