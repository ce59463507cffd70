import { rm, stat } from 'node:fs/promises';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { type OutsideContext, refusalIn } from '../../engine/index.ts';
import type { Change } from './change-file.ts';
import { MOST_MOVING_PIXELS } from './content/examine-picture.ts';
import { isMovingPng, remakeMovingPng } from './content/moving-png.ts';
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
      const whole = await kept(row, 'whole', await wholeOf(original.path, row.type), ctx);
      const thumb = await kept(row, 'thumb', drawn(thumbOf(original.path)), ctx);
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

/** Writes a picture, and answers its type. */
type Writes = (to: string) => Promise<string>;

/** Longer than it takes to draw what was let in: it ends for what is made to take long. */
const SECONDS = 120;
const STILL = { failOn: 'error', limitInputPixels: MOST_PIXELS, sequentialRead: true } as const;
const MOVING = { ...STILL, animated: true, limitInputPixels: MOST_MOVING_PIXELS } as const;

const read = (path: string, options: SharpOptions): Sharp =>
  sharp(path, options).timeout({ seconds: SECONDS }).autoOrient();

const drawn =
  (picture: Sharp): Writes =>
  async (to) =>
    `image/${(await picture.toFile(to)).format}`;

/** What moves still does. */
async function wholeOf(path: string, type: string | null): Promise<Writes> {
  switch (type) {
    case 'image/png':
      return (await isMovingPng(path))
        ? movingPng(path)
        : drawn(read(path, STILL).png({ compressionLevel: 8, effort: 4 }));
    case 'image/gif':
      return drawn(read(path, MOVING).gif({ effort: 4 }));
    case 'image/webp':
      return drawn(read(path, MOVING).webp({ quality: 85, effort: 2 }));
    default:
      return drawn(read(path, STILL).jpeg({ quality: 86, mozjpeg: false }));
  }
}

const movingPng =
  (path: string): Writes =>
  async (to) => {
    await remakeMovingPng(path, to);
    return 'image/png';
  };

const thumbOf = (path: string): Sharp =>
  read(path, STILL).resize(THUMB_EDGE, THUMB_EDGE, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 75 });

async function kept(
  row: FileRow,
  form: Form | 'whole',
  write: Writes,
  ctx: OutsideContext<Attachments>,
): Promise<Kept> {
  const path = await workingPath(ctx);
  try {
    const type = await write(path);
    const { size } = await stat(path);
    await storeOf(ctx.deployment).keep(keyOf(row, form), path);
    return { size, type };
  } finally {
    await rm(path, { force: true });
  }
}
