import { z } from 'zod';
import type { LongJob } from '../../../engine/index.ts';
import type { Attachments } from '../state.ts';
import { ScannerDown } from './clamd.ts';
import { scanFile } from './scan-file.ts';

/** Has the scanner look at a file that has just come. While there is no answer the file waits for the next `rescan`. */
export const scan: LongJob<Attachments, z.ZodObject<{ fileId: z.ZodUUID }>> = {
  name: 'scan',
  payload: z.strictObject({ fileId: z.uuid() }),
  deadlineMs: 3 * 60_000,
  async runLong({ fileId }, ctx) {
    const { CLAMAV_URL } = ctx.environment;
    if (!CLAMAV_URL) return;
    await scanFile(fileId, CLAMAV_URL, ctx).catch((error: unknown) => {
      if (!(error instanceof ScannerDown)) throw error;
      ctx.log.warn({ plugin: 'attachments', file: fileId, err: error }, 'a file waits for the virus scanner');
    });
  },
};
