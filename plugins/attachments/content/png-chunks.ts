import type { FileHandle } from 'node:fs/promises';
import { readPart } from './read-part.ts';

/** PNG (third edition), 5.3: a length, four letters, what is inside, and a checksum. */
export interface PngChunk {
  readonly type: string;
  /** Where what is inside begins, and its bytes. */
  readonly start: number;
  readonly length: number;
}

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const MOST_CHUNKS = 100_000;

/** The chunks of a PNG up to its end; fewer where one is longer than the file, or there are too many. */
export async function* pngChunks(handle: FileHandle, size: number): AsyncGenerator<PngChunk> {
  let at = PNG_SIGNATURE.length;
  for (let n = 0; n < MOST_CHUNKS; n += 1) {
    const header = await readPart(handle, at, 8);
    if (header.length < 8) return;
    const chunk = { type: header.toString('latin1', 4, 8), start: at + 8, length: header.readUInt32BE(0) };
    at = chunk.start + chunk.length + 4;
    if (at > size) return;
    yield chunk;
    if (chunk.type === 'IEND') return;
  }
}

/** How many pictures a PNG moves through; 1 for one that stands still. Counted, whatever it says of itself. */
export async function framesOfPng(handle: FileHandle, size: number): Promise<number> {
  let [moves, frames] = [false, 0];
  for await (const { type } of pngChunks(handle, size)) {
    if (type === 'acTL') moves = true;
    if (type === 'IDAT' && !moves) return 1;
    if (type === 'fcTL') frames += 1;
  }
  return Math.max(1, frames);
}
