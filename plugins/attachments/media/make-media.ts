import { join } from 'node:path';
import type { OutsideContext } from '../../../engine/index.ts';
import type { Change } from '../change-file.ts';
import type { FileRow } from '../file-row.ts';
import type { Attachments } from '../state.ts';
import { convert } from './convert.ts';
import { makeCleanCopy, type Source, takePoster } from './make-copies.ts';
import { ifPlayable } from './run-ffmpeg.ts';
import { keepMade, withSource } from './with-source.ts';

type Context = OutsideContext<Attachments>;

/**
 * How long a film or a sound is, and a film's picture; where browsers do not all play it, a copy is promised. Where the
 * machine has no ffmpeg, or that cannot read the file, people have the file as it came.
 */
export async function makeMedia(row: FileRow, ctx: Context): Promise<Change> {
  const found = await ctx.state.serialize('films', () =>
    withSource(row, ctx, (source, folder) => foundIn(row, source, folder, ctx)),
  );
  return { prepared: 'done', ...found };
}

async function foundIn(row: FileRow, source: Source, folder: string, ctx: Context): Promise<Change> {
  const { duration, width, height, plain, tells } = source.found;
  const whole = tells ? await ifPlayable(cleaned(row, source, folder, ctx), {}) : {};
  const seen: Change =
    row.kind === 'video' ? { width, height, ...(await ifPlayable<Seen>(posterOf(row, source, folder, ctx), {})) } : {};
  // Promised before it is written down that all is done: asked twice, it is made once.
  if (!plain) await ctx.work(async (work) => work.enqueue(convert, { fileId: row.id }));
  return { duration, ...seen, forms: { ...whole, ...seen.forms } };
}

/** Takes the place of what was uploaded, which tells where the camera went. */
async function cleaned(row: FileRow, source: Source, folder: string, ctx: Context): Promise<Change['forms']> {
  const path = join(folder, 'clean');
  await makeCleanCopy(source, path);
  return { whole: await keepMade(row, 'whole', { path, type: source.type }, ctx) };
}

type Seen = Pick<Change, 'blur' | 'forms'>;

async function posterOf(row: FileRow, source: Source, folder: string, ctx: Context): Promise<Seen> {
  const [frame, path] = [join(folder, 'frame.png'), join(folder, 'poster')];
  await takePoster(source, frame);
  await ctx.state.pictures.draw('poster', { path: frame, to: path });
  const blur = await ctx.state.pictures.draw('blur', { path: frame });
  return { blur, forms: { poster: await keepMade(row, 'poster', { path, type: 'image/webp' }, ctx) } };
}
