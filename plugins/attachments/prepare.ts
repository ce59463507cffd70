import { z } from 'zod';
import type { LongJob, OutsideContext } from '../../engine/index.ts';
import { changeFile } from './change-file.ts';
import type { Attachments } from './contract.ts';
import type { FileRow } from './file-row.ts';
import { makePictures } from './make-pictures.ts';
import { keyOf, storeOf } from './store/store.ts';

/**
 * What is made of a file in the background, once: pictures anew, without what a camera wrote into them, and small ones
 * beside. The message that shows the file hears of it.
 */
export const prepare: LongJob<Attachments, z.ZodObject<{ fileId: z.ZodUUID }>> = {
  name: 'prepare',
  payload: z.strictObject({ fileId: z.uuid() }),
  async runLong({ fileId }, ctx) {
    const row = await findFile(fileId, ctx);
    if (!row) return;
    if (row.prepared === 'not yet') await changeFile(fileId, await makePictures(row, ctx), ctx);
    await storeOf(ctx.deployment).remove(keyOf(row, 'original'));
  },
};

async function findFile(fileId: string, ctx: OutsideContext<Attachments>): Promise<FileRow | undefined> {
  const rows = await ctx.work(({ em }) =>
    em.execute<FileRow[]>('select * from attachments_file where id = ? and here', [fileId]),
  );
  return rows[0];
}
