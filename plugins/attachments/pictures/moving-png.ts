import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { framesOfPng, PNG_SIGNATURE, type PngChunk, pngChunks } from '../content/png-chunks.ts';
import { readPart, withFile } from '../content/read-part.ts';

/** What a picture's colours are read by. What else stands in a PNG tells of people and programs, and does not go along. */
const COLOURS = new Set(['PLTE', 'tRNS', 'iCCP', 'sRGB']);

/** A frame as it was found: what says where and for how long it is shown, and its packed pixels. */
interface Frame {
  /** Null for the picture that is shown where nothing moves, and is no part of what does. */
  readonly control: Buffer | null;
  readonly data: PngChunk[];
}

interface Found {
  readonly header: Buffer;
  readonly animation: Buffer;
  readonly colours: readonly Buffer[];
  readonly frames: readonly Frame[];
}

export async function isMovingPng(path: string): Promise<boolean> {
  const { size } = await stat(path);
  return withFile(path, 'r', async (handle) => (await framesOfPng(handle, size)) > 1);
}

/**
 * Makes a PNG that moves anew, frame by frame and of its pixels alone, in memory one frame at a time. PNG (third edition),
 * 11.3.6. @throws where it is damaged
 */
export function remakeMovingPng(path: string, to: string): Promise<void> {
  return withFile(path, 'r', async (source) => {
    const found = await findFrames(source, (await source.stat()).size);
    const target = await open(to, 'w', 0o600);
    try {
      await writeFrames(source, found, target);
    } finally {
      await target.close();
    }
  });
}

async function findFrames(source: FileHandle, size: number): Promise<Found> {
  const frames: Frame[] = [];
  const one: Record<string, Buffer> = {};
  const colours: Buffer[] = [];
  for await (const chunk of pngChunks(source, size)) {
    const { type } = chunk;
    if (type === 'fcTL') frames.push({ control: await contentOf(source, chunk, 26), data: [] });
    else if (type === 'IDAT' && frames.length === 0) frames.push({ control: null, data: [chunk] });
    else if (type === 'IDAT' || type === 'fdAT') frames.at(-1)?.data.push(chunk);
    else if (type === 'IHDR') one.header = await contentOf(source, chunk, 13);
    else if (type === 'acTL') one.animation = await contentOf(source, chunk, 8);
    else if (COLOURS.has(type)) colours.push(chunkOf(type, await contentOf(source, chunk)));
  }
  const { header, animation } = one;
  if (!header || !animation || frames.some(({ data }) => data.length === 0)) throw new Error('a moving PNG is damaged');
  return { header, animation, colours, frames };
}

const MOST_COLOURS = 4_000_000;

async function contentOf(source: FileHandle, { start, length }: PngChunk, exactly = length): Promise<Buffer> {
  if (length !== exactly || (exactly === length && length > MOST_COLOURS)) throw new Error('a moving PNG is damaged');
  return readPart(source, start, length);
}

async function writeFrames(source: FileHandle, found: Found, target: FileHandle): Promise<void> {
  const { header, animation, frames } = found;
  const plain = Buffer.concat([header.subarray(0, 8), Buffer.from([8, 6, 0, 0, 0])]);
  const counted = Buffer.from(animation);
  counted.writeUInt32BE(frames.filter(({ control }) => control).length, 0);
  await target.write(Buffer.concat([PNG_SIGNATURE, chunkOf('IHDR', plain), chunkOf('acTL', counted)]));
  let sequence = 0;
  for (const [place, frame] of frames.entries()) {
    if (frame.control) await target.write(chunkOf('fcTL', numbered(sequence++, frame.control.subarray(4))));
    for (const data of await remadeData(source, found, frame))
      await target.write(place === 0 ? chunkOf('IDAT', data) : chunkOf('fdAT', numbered(sequence++, data)));
  }
  await target.write(chunkOf('IEND', Buffer.alloc(0)));
}

/** The packed pixels of one frame, read as a picture of its own and written again: 8 bits of red, green, blue and alpha. */
async function remadeData(source: FileHandle, { header, colours }: Found, frame: Frame): Promise<Buffer[]> {
  const size = frame.control ? sizeWithin(header, frame.control) : header.subarray(0, 8);
  const parts = [PNG_SIGNATURE, chunkOf('IHDR', Buffer.concat([size, header.subarray(8)])), ...colours];
  for (const { type, start, length } of frame.data) {
    const numberLength = type === 'fdAT' ? 4 : 0;
    parts.push(chunkOf('IDAT', await readPart(source, start + numberLength, Math.max(0, length - numberLength))));
  }
  const alone = Buffer.concat([...parts, chunkOf('IEND', Buffer.alloc(0))]);
  const { data, info } = await sharp(alone, {
    failOn: 'error',
    limitInputPixels: size.readUInt32BE(0) * size.readUInt32BE(4),
  })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const packed = sharp(data, { raw: { width, height, channels } }).toColourspace('srgb');
  return dataIn(await packed.png({ compressionLevel: 8, palette: false }).toBuffer());
}

/** The frame's own width and height, inside of the picture's. */
function sizeWithin(header: Buffer, control: Buffer): Buffer {
  const [width, height, left, top] = [4, 8, 12, 16].map((at) => control.readUInt32BE(at)) as [
    number,
    number,
    number,
    number,
  ];
  const fits = left + width <= header.readUInt32BE(0) && top + height <= header.readUInt32BE(4);
  if (width === 0 || height === 0 || !fits) throw new Error('a frame stands outside of its picture');
  return control.subarray(4, 12);
}

function dataIn(png: Buffer): Buffer[] {
  if (png[24] !== 8 || png[25] !== 6) throw new Error('a frame was written in other colours');
  const found: Buffer[] = [];
  for (let at = PNG_SIGNATURE.length; at + 8 <= png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      found.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return found;
}

function chunkOf(type: string, content: Buffer): Buffer {
  const inside = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(inside));
  return Buffer.concat([length, inside, sum]);
}

function numbered(sequence: number, content: Buffer): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(sequence);
  return Buffer.concat([number, content]);
}
