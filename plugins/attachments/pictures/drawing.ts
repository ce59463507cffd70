import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { MOST_MOVING_PIXELS, MOST_PIXELS } from './limits.ts';
import { isMovingPng, remakeMovingPng } from './moving-png.ts';

// Loaded by the drawing process alone (`drawing-process.ts`). Each picture is made once: what the library keeps of it would
// only be held.
sharp.cache(false);

/** What the bytes say of a picture before any pixel is unpacked. */
export interface PictureHeader {
  readonly format: string;
  /** Pixels of one frame, as stored. */
  readonly width: number;
  readonly height: number;
  /** Pixels, upright. */
  readonly upright: { readonly width: number; readonly height: number };
  readonly pages: number;
}

interface From {
  readonly path: string;
}
interface FromTo extends From {
  readonly to: string;
}

const THUMB_EDGE = 640;
const BLUR_EDGE = 24;
/** Longer than it takes to draw what was let in: it ends for what is made to take long. */
const SECONDS = 120;
const STILL = { failOn: 'error', limitInputPixels: MOST_PIXELS, sequentialRead: true } as const;
const MOVING = { ...STILL, animated: true, limitInputPixels: MOST_MOVING_PIXELS } as const;

const read = (path: string, options: SharpOptions): Sharp =>
  sharp(path, options).timeout({ seconds: SECONDS }).autoOrient();
const drawn = async (picture: Sharp, to: string): Promise<string> => `image/${(await picture.toFile(to)).format}`;

/** What the process draws. Each throws what libvips cannot read; an error with a `code` is the machine's. */
export const DRAWING = {
  async header({ path }: From): Promise<PictureHeader> {
    const { format, width, height, autoOrient, pages = 1 } = await sharp(path, { limitInputPixels: false }).metadata();
    return { format, width, height, upright: { width: autoOrient.width, height: autoOrient.height }, pages };
  },

  /** A picture of a few pixels, WebP in base64. Reads the whole of it: one that ends too early is found here. */
  async blur({ path }: From): Promise<string> {
    const small = sharp(path, { failOn: 'error', limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .resize(BLUR_EDGE, BLUR_EDGE, { fit: 'inside' });
    return (await small.webp({ quality: 40, effort: 0 }).toBuffer()).toString('base64');
  },

  /** Made of its pixels alone, upright; what moves still does. Answers its type. */
  async whole({ path, to, type }: FromTo & { readonly type: string | null }): Promise<string> {
    switch (type) {
      case 'image/png':
        if (!(await isMovingPng(path))) return drawn(read(path, STILL).png({ compressionLevel: 8, effort: 4 }), to);
        await remakeMovingPng(path, to);
        return 'image/png';
      case 'image/gif':
        return drawn(read(path, MOVING).gif({ effort: 4 }), to);
      case 'image/webp':
        return drawn(read(path, MOVING).webp({ quality: 85, effort: 2 }), to);
      default:
        return drawn(read(path, STILL).jpeg({ quality: 86, mozjpeg: false }), to);
    }
  },

  /** WebP, no longer than 640 pixels either way. Answers its type. */
  async thumb({ path, to }: FromTo): Promise<string> {
    const small = read(path, STILL).resize(THUMB_EDGE, THUMB_EDGE, { fit: 'inside', withoutEnlargement: true });
    return drawn(small.webp({ quality: 75 }), to);
  },

  /** A frame of a film as WebP. Answers its type. */
  poster: ({ path, to }: FromTo): Promise<string> => drawn(sharp(path).webp({ quality: 70 }), to),
} as const;

export type Drawing = typeof DRAWING;
