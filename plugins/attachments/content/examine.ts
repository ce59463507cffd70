import type { Kind } from '../contract.ts';
import { isWholePdf } from './check-pdf.ts';
import { examinePicture, type PictureFacts } from './examine-picture.ts';
import { endingOf, type FileType, isKnownEnding, isMedia } from './file-types.ts';
import { isTwoThings } from './hidden.ts';
import { putRight } from './put-right.ts';
import type { Looking } from './refusing.ts';
import { typeOf } from './type-of.ts';

/** What a file is, by its content. */
export interface Found {
  readonly type: string;
  readonly kind: Exclude<Kind, 'voice'>;
  /** What it is called, with an ending that says what it is. */
  readonly name: string;
  readonly picture?: PictureFacts;
}

/**
 * Looks into a file that was uploaded: what it is, that it is that and nothing else, and that its name says so. A film's
 * account of where it was taken is blanked on the way. @throws a refusal of the contract
 */
export async function examine(looking: Looking): Promise<Found> {
  const { path, size, refuse } = looking;
  const is = await typeOf(looking);
  const { type, kind } = is;
  if (is.plain) return { type, kind, name: looking.name };
  if (await isTwoThings(path, size, kind)) refuse('two-things');
  const found = { type, kind, name: nameFor(is, looking) };
  if (kind === 'pdf' && !(await isWholePdf(path, size))) refuse('unreadable');
  return kind === 'image' ? { ...found, picture: await examinePicture(type, looking) } : found;
}

/** Of pictures, sounds and films the content decides. A document under the ending of something else is not what its reader expects. */
function nameFor(is: FileType, { name, refuse }: Looking): string {
  const ending = endingOf(name);
  if (!isMedia(is) && isKnownEnding(ending) && !is.endings.includes(ending))
    refuse('wrong-ending', { part: `.${is.endings[0]}` });
  return putRight(name, is);
}
