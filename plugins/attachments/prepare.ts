import { z } from 'zod';
import type { LongJob, OutsideContext } from '../../engine/index.ts';
import { type Change, changeFile } from './change-file.ts';
import { type FileRow, findHere, isHeldBack } from './file-row.ts';
import { letGo } from './let-go.ts';
import type { Attachments } from './state.ts';

/**
 * What is made of a file in the background, once: pictures anew, without what a camera wrote into them, and small ones
 * beside; of films and sounds how long they are, and a picture. The message that shows the file hears of it. Nothing is made
 * of what a scanner has yet to allow.
 */
export const prepare: LongJob<Attachments, z.ZodObject<{ fileId: z.ZodUUID }>> = {
  name: 'prepare',
  payload: z.strictObject({ fileId: z.uuid() }),
  deadlineMs: 5 * 60_000,
  async runLong({ fileId }, ctx) {
    const row = await findHere(fileId, ctx);
    if (!row || isHeldBack(row, ctx.settings)) return;
    if (row.prepared === 'not yet') await changeFile(fileId, await made(row, ctx), ctx);
    await letGo(fileId, ctx);
  },
};

/** What makes it takes memory, and is loaded with the first file. */
async function made(row: FileRow, ctx: OutsideContext<Attachments>): Promise<Change> {
  if (row.kind === 'image') return (await import('./pictures/make-pictures.ts')).makePictures(row, ctx);
  return (await import('./media/make-media.ts')).makeMedia(row, ctx);
}
