import type { PictureHeader } from '../pictures/drawing.ts';
import { MOST_MOVING_PIXELS } from '../pictures/limits.ts';
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

/** @throws a refusal: it is damaged, of another format than its first bytes say, or too large or too long to be unpacked */
export function examinePicture(type: string, looking: Looking): Promise<PictureFacts> {
  const { path, state, refuse } = looking;
  return state.serialize('pictures', async () => {
    const facts = await readable(() => state.pictures.draw('header', { path }), looking);
    if (`image/${facts.format}` !== type) refuse('not-what-it-says');
    await demandDrawable(facts, looking);
    return { ...facts.upright, blur: await readable(() => state.pictures.draw('blur', { path }), looking) };
  });
}

/** One frame is limited as a picture is, and how many there are by a limit of their own. */
async function demandDrawable(facts: PictureHeader, { path, size, settings, refuse }: Looking): Promise<void> {
  const { width, height, format, pages } = facts;
  if (width * height > settings.megapixels * 1_000_000) refuse('too-many-pixels', { most: settings.megapixels });
  const frames = format === 'png' ? await withFile(path, 'r', (handle) => framesOfPng(handle, size)) : pages;
  if (frames === 1) return;
  const most = Math.max(1, Math.min(settings.frames, Math.floor(MOST_MOVING_PIXELS / (width * height))));
  if (frames > most) refuse('too-many-frames', { most });
}

/** What libvips cannot read is damaged; what the machine cannot do is our failure. */
async function readable<T>(read: () => Promise<T>, { refuse }: Looking): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    return refuse('unreadable');
  }
}
