import type { FileHandle } from 'node:fs/promises';
import { readPart } from './read-part.ts';

/** ISO/IEC 14496-12, 4.2: a length, four letters, and what is inside. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

const MOST_BOXES = 20_000;

/**
 * The boxes between two places, those of containers named in `into` followed by what is inside. Null when a length does not
 * fit, or there are too many.
 */
export async function readBoxes(
  handle: FileHandle,
  from: number,
  end: number,
  into: ReadonlySet<string>,
): Promise<readonly Box[] | null> {
  const found: Box[] = [];
  const waiting: { at: number; end: number }[] = [{ at: from, end }];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (part.at === part.end) continue;
    const box = await readBox(handle, part.at, part.end);
    if (!box || found.length >= MOST_BOXES) return null;
    found.push(box);
    waiting.push({ at: box.end, end: part.end });
    if (into.has(box.type)) waiting.push({ at: box.content, end: box.end });
  }
  return found;
}

async function readBox(handle: FileHandle, start: number, limit: number): Promise<Box | null> {
  const header = await readPart(handle, start, 16);
  if (header.length < 8) return null;
  const short = header.readUInt32BE(0);
  if (short === 1 && header.length < 16) return null;
  const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? limit - start : short;
  const content = start + (short === 1 ? 16 : 8);
  const end = start + length;
  return end < content || end > limit ? null : { type: header.toString('latin1', 4, 8), start, content, end };
}
