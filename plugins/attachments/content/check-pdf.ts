import { readPart, withFile } from './read-part.ts';

/** As far in as readers look for the beginning: ISO 32000-1, annex H, note 13. */
const HEADER_WITHIN = 1_024;

/** Whether a PDF begins in it. Mail and scanners put marks, blank lines and headers of their own before it. */
export const hasPdfHeader = (head: Buffer): boolean => head.subarray(0, HEADER_WITHIN + 5).includes('%PDF-');

/** Whether it ends as a PDF does. What is inside never runs here: it is only ever handed over to be saved. */
export const isWholePdf = (path: string, size: number): Promise<boolean> =>
  withFile(path, 'r', async (handle) => {
    const tail = await readPart(handle, Math.max(0, size - 2_048), 2_048);
    return tail.includes('%%EOF');
  });
