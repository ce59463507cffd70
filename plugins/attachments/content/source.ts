import type { FileHandle } from 'node:fs/promises';
import { readPart } from './read-part.ts';

/** Bytes that can be read from any place: of a file, or of what was unpacked from one. */
export interface Source {
  readonly size: number;
  /** Fewer bytes where it ends before. */
  part(start: number, length: number): Promise<Buffer>;
}

export const fileSource = (handle: FileHandle, size: number): Source => ({
  size,
  part: (start, length) => readPart(handle, start, length),
});

export const bytesSource = (bytes: Buffer): Source => ({
  size: bytes.length,
  part: async (start, length) => bytes.subarray(start, start + length),
});
