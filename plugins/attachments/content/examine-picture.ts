import sharp, { type Metadata } from 'sharp';
import { inTurn } from '../in-turn.ts';
import { framesOfPng } from './png-chunks.ts';
import { withFile } from './read-part.ts';
import type { Looking } from './refusing.ts';

/** What can be said of a picture at once. */
export interface PictureFacts {
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** A picture of a few pixels, WebP in base64. */
  readonly blur: string;
}

const BLUR_EDGE = 24;
/** Pixels of all frames together, as many as are drawn again within the time there is: 600 frames of 720 by 540. */
export const MOST_MOVING_PIXELS = 250_000_000;

/** @throws a refusal: it is damaged, of another format than its first bytes say, or too large or too long to be unpacked */
export function examinePicture(type: string, looking: Looking): Promise<PictureFacts> {
  const { path, refuse } = looking;
  return inTurn('pictures', async () => {
    const facts = await readable(() => sharp(path, { limitInputPixels: false }).metadata(), looking);
    if (`image/${facts.format}` !== type) refuse('not-what-it-says');
    await demandDrawable(facts, looking);
    const { width, height } = facts.autoOrient;
    const blur = await readable(() => blurOf(path), looking);
    return { width, height, blur: blur.toString('base64') };
  });
}

/** One frame is limited as a picture is, and how many there are by a limit of their own. */
async function demandDrawable(facts: Metadata, { path, size, settings, refuse }: Looking): Promise<void> {
  const { width, height, format, pages = 1 } = facts;
  if (width * height > settings.megapixels * 1_000_000) refuse('too-many-pixels', { most: settings.megapixels });
  const frames = format === 'png' ? await withFile(path, 'r', (handle) => framesOfPng(handle, size)) : pages;
  if (frames === 1) return;
  const most = Math.max(1, Math.min(settings.frames, Math.floor(MOST_MOVING_PIXELS / (width * height))));
  if (frames > most) refuse('too-many-frames', { most });
}

/** A picture of a few pixels. Reads the whole of it: one that ends too early is found here. */
export const blurOf = (path: string): Promise<Buffer> =>
  sharp(path, { failOn: 'error', limitInputPixels: 100_000_000 })
    .autoOrient()
    .resize(BLUR_EDGE, BLUR_EDGE, { fit: 'inside' })
    .webp({ quality: 40, effort: 0 })
    .toBuffer();

/** What libvips cannot read is damaged; what the machine cannot do is our failure. */
async function readable<T>(read: () => Promise<T>, { refuse }: Looking): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    return refuse('unreadable');
  }
}
