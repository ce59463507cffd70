import { rm, stat } from 'node:fs/promises';
import { type OutsideContext, refusalIn } from '../../../engine/index.ts';
import type { Change } from '../change-file.ts';
import type { Form } from '../contract.ts';
import type { FileRow, Kept } from '../file-row.ts';
import { workingPath } from '../incoming.ts';
import type { Attachments } from '../state.ts';
import { keyOf } from '../store/store.ts';

/**
 * Makes a new picture of an upload: it holds its pixels alone, upright. The original is never handed out.
 * Beside it a small one. What libvips cannot make is told as failed.
 */
export function makePictures(row: FileRow, ctx: OutsideContext<Attachments>): Promise<Change> {
  return ctx.state.serialize('pictures', async () => {
    const original = await ctx.state.store.borrow(keyOf(row, 'original'));
    const { path } = original;
    try {
      const whole = await kept(
        row,
        'whole',
        (to) => ctx.state.pictures.draw('whole', { path, to, type: row.type }),
        ctx,
      );
      const thumb = await kept(row, 'thumb', (to) => ctx.state.pictures.draw('thumb', { path, to }), ctx);
      return { prepared: 'done', forms: { whole: { ...whole, type: row.type ?? whole.type }, thumb } };
    } catch (error) {
      // A disk that is full says nothing about the picture.
      if ((error as NodeJS.ErrnoException).code !== undefined || refusalIn(error)) throw error;
      ctx.log.warn({ plugin: 'attachments', file: row.id, err: error }, 'a picture could not be drawn');
      return { prepared: 'failed' };
    } finally {
      await original.release();
    }
  });
}

/** Writes a picture, and answers its type. */
type Writes = (to: string) => Promise<string>;

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
    await ctx.state.store.keep(keyOf(row, form), path);
    return { size, type };
  } finally {
    await rm(path, { force: true });
  }
}
