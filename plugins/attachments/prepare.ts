import { z } from 'zod';
import type { LongJob } from '../../engine/index.ts';
import { changeFile } from './change-file.ts';
import type { Attachments } from './contract.ts';
import { findHere, isHeldBack } from './file-row.ts';
import { letGo } from './let-go.ts';
import { makePictures } from './make-pictures.ts';

/**
 * What is made of a file in the background, once: pictures anew, without what a camera wrote into them, and small ones
 * beside. The message that shows the file hears of it. Nothing is made of what a scanner has yet to allow.
 */
export const prepare: LongJob<Attachments, z.ZodObject<{ fileId: z.ZodUUID }>> = {
  name: 'prepare',
  payload: z.strictObject({ fileId: z.uuid() }),
  async runLong({ fileId }, ctx) {
    const row = await findHere(fileId, ctx);
    if (!row || isHeldBack(row, ctx.settings)) return;
    if (row.prepared === 'not yet') await changeFile(fileId, await makePictures(row, ctx), ctx);
    await letGo(fileId, ctx);
  },
};
