import sharp, { type Metadata } from 'sharp';
import { inTurn } from '../in-turn.ts';
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

/** @throws a refusal: it is damaged, of another format than its first bytes say, or too large to be unpacked */
export function examinePicture(type: string, looking: Looking): Promise<PictureFacts> {
  const { path, refuse } = looking;
  return inTurn('pictures', async () => {
    const facts = await readable(() => sharp(path, { limitInputPixels: false }).metadata(), looking);
    if (`image/${facts.format}` !== type) refuse('not-what-it-says');
    if (pixelsOf(facts) > looking.settings.megapixels * 1_000_000) refuse('too-many-pixels');
    const { width, height } = facts.autoOrient;
    const blur = await readable(() => blurOf(path), looking);
    return { width, height, blur: blur.toString('base64') };
  });
}

/** Of all its frames together: a small picture may have thousands. */
const pixelsOf = ({ width, height, pages = 1 }: Metadata): number => width * height * pages;

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
