import { rm, stat } from 'node:fs/promises';
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import { type OutsideContext, refusalIn } from '../../engine/index.ts';
import type { Change } from './change-file.ts';
import type { Attachments, Form } from './contract.ts';
import type { FileRow, Kept } from './file-row.ts';
import { inTurn } from './in-turn.ts';
import { workingPath } from './incoming.ts';
import { keyOf, storeOf } from './store/store.ts';

// Each picture is made once: what the library keeps of it would only be held.
sharp.cache(false);

const MOST_PIXELS = 100_000_000;
const THUMB_EDGE = 640;

/**
 * Makes a picture anew: what is kept is made of its pixels alone, upright, and nothing of the original is ever handed out.
 * Beside it a small one. What libvips cannot make is told as failed.
 */
export function makePictures(row: FileRow, ctx: OutsideContext<Attachments>): Promise<Change> {
  return inTurn('pictures', async () => {
    const original = await storeOf(ctx.deployment).borrow(keyOf(row, 'original'));
    try {
      const whole = await kept(row, 'whole', wholeOf(original.path, row.type), ctx);
      const thumb = await kept(row, 'thumb', thumbOf(original.path), ctx);
      return { prepared: 'done', forms: { whole: { ...whole, type: row.type ?? whole.type }, thumb } };
    } catch (error) {
      // A disk that is full says nothing about the picture.
      if ((error as NodeJS.ErrnoException).code !== undefined || refusalIn(error)) throw error;
      ctx.log.warn({ plugin: 'attachments', file: row.id, err: error }, 'a picture could not be made anew');
      return { prepared: 'failed' };
    } finally {
      await original.release();
    }
  });
}

const read = (path: string, animated: boolean): Sharp =>
  sharp(path, { animated, failOn: 'error', limitInputPixels: MOST_PIXELS, sequentialRead: true }).autoOrient();

function wholeOf(path: string, type: string | null): Sharp {
  switch (type) {
    case 'image/png':
      return read(path, false).png({ compressionLevel: 8, effort: 4 });
    case 'image/gif':
      return read(path, true).gif();
    case 'image/webp':
      return read(path, true).webp({ quality: 85 });
    default:
      return read(path, false).jpeg({ quality: 86, mozjpeg: false });
  }
}

const thumbOf = (path: string): Sharp =>
  read(path, false).resize(THUMB_EDGE, THUMB_EDGE, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 75 });

async function kept(
  row: FileRow,
  form: Form | 'whole',
  picture: Sharp,
  ctx: OutsideContext<Attachments>,
): Promise<Kept> {
  const path = await workingPath(ctx);
  try {
    const { format }: OutputInfo = await picture.toFile(path);
    const { size } = await stat(path);
    await storeOf(ctx.deployment).keep(keyOf(row, form), path);
    return { size, type: `image/${format}` };
  } finally {
    await rm(path, { force: true });
  }
}
