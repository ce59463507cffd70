import { z } from 'zod';
import type { LongJob } from '../../engine/index.ts';
import { changeFile } from './change-file.ts';
import type { Attachments } from './contract.ts';
import { findHere, isHeldBack } from './file-row.ts';
import { letGo } from './let-go.ts';
import { makePictures } from './make-pictures.ts';
import { makeMedia } from './media/make-media.ts';

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
    const make = row.kind === 'image' ? makePictures : makeMedia;
    if (row.prepared === 'not yet') await changeFile(fileId, await make(row, ctx), ctx);
    await letGo(fileId, ctx);
  },
};
