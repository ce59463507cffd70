import { fileTypeFromFile } from 'file-type';
import type { Kind } from '../contract.ts';
import { isWholePdf } from './check-pdf.ts';
import { charsetOf } from './check-text.ts';
import { checkZip } from './check-zip.ts';
import { cleanMp4 } from './clean-mp4.ts';
import { examinePicture, type PictureFacts } from './examine-picture.ts';
import { endingOf, FILE_TYPES, type FileType } from './file-types.ts';
import { isTwoThings } from './hidden.ts';
import { readPart, withFile } from './read-part.ts';
import type { Looking } from './refusing.ts';

/** What a file is, by its content. */
export interface Found {
  readonly type: string;
  readonly kind: Exclude<Kind, 'voice'>;
  readonly picture?: PictureFacts;
}

/**
 * Looks into a file that was uploaded: what it is, that it is that and nothing else, and that its name says so. A film's
 * account of where it was taken is blanked on the way. @throws a refusal of the contract
 */
export async function examine(looking: Looking): Promise<Found> {
  const { path, size, name, refuse } = looking;
  const found = await typeOf(looking);
  if (found.kind === 'text') return { kind: 'text', type: await textType(looking) };
  if (await isTwoThings(path, size, found.kind)) refuse('two-things');
  if (!found.endings.includes(endingOf(name))) refuse('not-what-it-says');
  if (found.kind === 'pdf' && !(await isWholePdf(path, size))) refuse('unreadable');
  const { type, kind } = found;
  return kind === 'image' ? { type, kind, picture: await examinePicture(type, looking) } : { type, kind };
}

async function typeOf(looking: Looking): Promise<FileType> {
  const { path, name, refuse } = looking;
  const head = await withFile(path, 'r', (handle) => readPart(handle, 0, 65_536));
  // An archive is read by our own reader, which unpacks no more than it has to.
  if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return checkZip(looking);
  if (typed('text/plain').endings.includes(endingOf(name))) return typed('text/plain');
  const mime = baseOf((await fileTypeFromFile(path))?.mime);
  if (mime === 'image/heic' || mime === 'image/heif') refuse('heic');
  if (mime && ISO_MEDIA.has(mime)) return film(mime, looking);
  if (mime === 'video/webm')
    return typed(/V_(VP8|VP9|AV1|MPEG|MS\/|THEORA|UNCOMPRESSED)/.test(head.toString('latin1')) ? mime : 'audio/webm');
  return FILE_TYPES.find(({ type }) => type === (SAME[mime ?? ''] ?? mime)) ?? refuse('not-what-it-says');
}

const baseOf = (mime: string | undefined): string | undefined => mime?.split(';', 1)[0];
const typed = (type: string): FileType => FILE_TYPES.find((one) => one.type === type) as FileType;

const ISO_MEDIA = new Set(['video/mp4', 'audio/mp4', 'audio/x-m4a', 'video/x-m4v', 'video/quicktime']);
const SAME: Readonly<Record<string, string>> = { 'image/apng': 'image/png' };

async function film(is: string, { path, size, refuse }: Looking): Promise<FileType> {
  const inside = await cleanMp4(path, size);
  if (!inside) return refuse('unreadable');
  if (is === 'video/quicktime') return typed(is);
  return typed(inside.hasPicture ? 'video/mp4' : 'audio/mp4');
}

/** Whatever it says, a browser is told that it is plain text, and in what it is written. */
async function textType({ path, refuse }: Looking): Promise<string> {
  const charset = await charsetOf(path);
  return charset ? `text/plain; charset=${charset}` : refuse('not-what-it-says');
}
