import { readPart, withFile } from './read-part.ts';

/** Whether it begins and ends as a PDF does. What is inside never runs here: it is only ever handed over to be saved. */
export const isWholePdf = (path: string, size: number): Promise<boolean> =>
  withFile(path, 'r', async (handle) => {
    const head = await readPart(handle, 0, 5);
    const tail = await readPart(handle, Math.max(0, size - 2_048), 2_048);
    return head.toString('latin1') === '%PDF-' && tail.includes('%%EOF');
  });
