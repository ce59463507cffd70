import type { FileHandle } from 'node:fs/promises';
import { type Box, readBoxes } from './mp4-boxes.ts';
import { readPart, withFile } from './read-part.ts';

const CONTAINERS = new Set(['moov', 'trak', 'mdia']);
/** Where films say by whom, when and where they were taken; `uuid` is what programs put there of their own. */
const TELLS = new Set(['udta', 'meta', 'uuid', 'loci']);

/**
 * Blanks, in place and without moving a byte, what a film tells of whoever took it: place, device, names. Answers whether
 * there is a picture track; null when it is no whole film.
 */
export function cleanMp4(path: string, size: number): Promise<{ readonly hasPicture: boolean } | null> {
  return withFile(path, 'r+', async (handle) => {
    const boxes = await readBoxes(handle, 0, size, CONTAINERS);
    if (boxes?.[0]?.type !== 'ftyp' || !boxes.some(({ type }) => type === 'moov')) return null;
    for (const box of boxes) if (TELLS.has(box.type)) await blank(handle, box);
    let hasPicture = false;
    for (const box of boxes) if (box.type === 'hdlr') hasPicture ||= (await handlerOf(handle, box)) === 'vide';
    return { hasPicture };
  });
}

const handlerOf = async (handle: FileHandle, { content }: Box): Promise<string> =>
  (await readPart(handle, content + 8, 4)).toString('latin1');

const NOTHING = Buffer.alloc(65_536);

/** A `free` box may hold anything, and players pass over it. */
async function blank(handle: FileHandle, { start, content, end }: Box): Promise<void> {
  await handle.write('free', start + 4, 'latin1');
  for (let at = content; at < end; at += NOTHING.length)
    await handle.write(NOTHING, 0, Math.min(NOTHING.length, end - at), at);
}
