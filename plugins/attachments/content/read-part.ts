import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** Bytes of a file; fewer where it ends before. */
export async function readPart(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, start);
  return buffer.subarray(0, bytesRead);
}

/** Opens a file for as long as something is done with it. */
export async function withFile<T>(
  path: string,
  flags: 'r' | 'r+',
  act: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await open(path, flags);
  try {
    return await act(handle);
  } finally {
    await handle.close();
  }
}
