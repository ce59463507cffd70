import { mkdir, rm, stat } from 'node:fs/promises';
import type { OutsideContext } from '../../../engine/index.ts';
import type { Form } from '../contract.ts';
import type { FileRow, Kept } from '../file-row.ts';
import { workingPath } from '../incoming.ts';
import type { Attachments } from '../state.ts';
import { keyOf } from '../store/store.ts';
import type { Source } from './make-copies.ts';
import { probe } from './probe.ts';
import { hasFfmpeg, NotPlayable } from './run-ffmpeg.ts';

type Context = OutsideContext<Attachments>;

/** A copy may have this many bytes, or twice those of the original. */
const LEAST_ROOM = 20_000_000;

/**
 * Does something with a film or a sound that was looked into, and a folder that is gone afterwards. Null where the machine
 * has no ffmpeg, and where that gives the file up, which is noted: asked again, it would again.
 */
export async function withSource<T>(
  row: FileRow,
  ctx: Context,
  act: (source: Source, folder: string) => Promise<T>,
): Promise<T | null> {
  if (!(await hasFfmpeg())) return null;
  const whole = await ctx.state.store.borrow(keyOf(row, 'whole'));
  try {
    return await inFolder(ctx, async (folder) => act(await sourceOf(row, whole.path, ctx), folder));
  } catch (error) {
    if (!(error instanceof NotPlayable)) throw error;
    ctx.log.info({ plugin: 'attachments', file: row.id, err: error }, 'a film or a sound could not be read');
    return null;
  } finally {
    await whole.release();
  }
}

async function sourceOf(row: FileRow, path: string, { stopping }: Context): Promise<Source> {
  const type = row.forms.whole?.type ?? '';
  const most = Math.max(LEAST_ROOM, 2 * Number(row.size));
  return { path, type, most, stopping, found: await probe(path, type, stopping) };
}

async function inFolder<T>(ctx: Context, act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await workingPath(ctx);
  await mkdir(folder, { mode: 0o700 });
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Hands what was made over to the store. */
export async function keepMade(
  row: FileRow,
  form: Form | 'whole',
  made: { readonly path: string; readonly type: string },
  ctx: Context,
): Promise<Kept> {
  const { size } = await stat(made.path);
  await ctx.state.store.keep(keyOf(row, form), made.path);
  return { size, type: made.type };
}
