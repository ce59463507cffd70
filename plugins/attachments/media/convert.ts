import { join } from 'node:path';
import { z } from 'zod';
import type { LongJob, OutsideContext } from '../../../engine/index.ts';
import { type Change, changeFile } from '../change-file.ts';
import { type FileRow, findHere, isHeldBack } from '../file-row.ts';
import { letGo } from '../let-go.ts';
import type { Attachments } from '../state.ts';
import { makeWebCopy } from './make-copies.ts';
import { probe } from './probe.ts';
import { keepMade, withSource } from './with-source.ts';

type Context = OutsideContext<Attachments>;
const LATER = { delayMs: 10_000 };

/**
 * Makes the copy of a film or a sound that every browser plays: one at a time in this process, on one core. Others ask again
 * a while later, so that none of them keeps jobs of another kind waiting.
 */
export const convert: LongJob<Attachments, z.ZodObject<{ fileId: z.ZodUUID }>> = {
  name: 'convert',
  payload: z.strictObject({ fileId: z.uuid() }),
  deadlineMs: 30 * 60_000,
  async runLong({ fileId }, ctx) {
    const { state } = ctx;
    if (state.converting) return ctx.work(async (work) => work.enqueue(convert, { fileId }, LATER));
    state.converting = true;
    try {
      const row = await findHere(fileId, ctx);
      if (!row || row.forms.web || isHeldBack(row, ctx.settings)) return;
      const change = await copied(row, ctx);
      if (change) await changeFile(fileId, change, ctx);
      await letGo(fileId, ctx);
    } finally {
      state.converting = false;
    }
  },
};

/** What a browser records seldom says how long it is; the copy does. */
const copied = (row: FileRow, ctx: Context): Promise<Change | null> =>
  withSource(row, ctx, async (source, folder) => {
    const path = join(folder, 'web');
    const type = row.kind === 'video' ? 'video/mp4' : 'audio/mp4';
    await makeWebCopy(source, path);
    const { duration } = await probe(path, type, ctx.stopping);
    return { duration, forms: { web: await keepMade(row, 'web', { path, type }, ctx) } };
  });
