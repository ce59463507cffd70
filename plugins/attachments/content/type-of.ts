import { fileTypeFromFile } from 'file-type';
import { compoundFault, isCompound } from './check-compound.ts';
import { hasPdfHeader } from './check-pdf.ts';
import { charsetOf } from './check-text.ts';
import { checkZip } from './check-zip.ts';
import { cleanMp4 } from './clean-mp4.ts';
import { endingOf, FILE_TYPES, type FileType, typesEnding } from './file-types.ts';
import { readPart, withFile } from './read-part.ts';
import type { Looking } from './refusing.ts';
import { shownName } from './shown-name.ts';
import { fileSource } from './source.ts';

/** What a file is by its content alone; of what is written in plain letters the ending says of which kind. */
export async function typeOf(looking: Looking): Promise<FileType> {
  const head = await withFile(looking.path, 'r', (handle) => readPart(handle, 0, 65_536));
  // An archive is read by our own reader, which unpacks no more than it has to.
  if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return checkZip(looking);
  if (isCompound(head)) return compoundType(looking);
  return (await writtenType(looking)) ?? (await mediaType(head, looking)) ?? otherType(head, looking);
}

/** An office document with a password is one, too. */
async function compoundType({ path, size, name, refuse }: Looking): Promise<FileType> {
  const fault = await withFile(path, 'r', (handle) => compoundFault(fileSource(handle, size)));
  if (fault === 'encrypted') refuse(fault, { entry: shownName(name) });
  return refuse('not-what-it-says');
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
  const mime = baseOf((await fileTypeFromFile(path))?.mime);
  if (mime === undefined) return undefined;
  if (/^image\/hei[cf]/.test(mime)) refuse('heic');
  if (ISO_MEDIA.has(mime)) return film(mime, looking);
  if (mime === 'video/webm') return typed(hasPicture(head) ? mime : 'audio/webm');
  const found = FILE_TYPES.find(({ type }) => type === (SAME[mime] ?? mime));
  if (!found && /^(image|video|audio)\//.test(mime)) refuse('not-offered', { part: mime });
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
