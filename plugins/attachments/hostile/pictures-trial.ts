import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { picture } from '../test-kit.ts';
import { type Hostile, hostile } from './hostile-file-trial.ts';
import { makeZip } from './make-zip-trial.ts';

/** IHDR says that it is so wide and high, and its checksum agrees. */
function enlargedPng(png: Buffer, width: number, height: number): Buffer {
  const large = Buffer.from(png);
  large.writeUInt32BE(width, 16);
  large.writeUInt32BE(height, 20);
  large.writeUInt32BE(crc32(large.subarray(12, 29)), 29);
  return large;
}

/** The frame header (SOF0 or SOF2) says that it is so wide and high. */
function enlargedJpeg(jpeg: Buffer, width: number, height: number): Buffer {
  const large = Buffer.from(jpeg);
  const at = Math.max(large.indexOf('\xff\xc0', 0, 'latin1'), large.indexOf('\xff\xc2', 0, 'latin1'));
  large.writeUInt16BE(height, at + 5);
  large.writeUInt16BE(width, at + 7);
  return large;
}

/** One frame of a film of a thousand: small to send, and endless to draw. */
async function longGif(edge = 1_000, count = 300): Promise<Buffer> {
  const gif = await picture(edge, edge, 'gif');
  const frame = gif.lastIndexOf(Buffer.from([0x21, 0xf9, 0x04]));
  const start = frame >= 0 ? frame : gif.indexOf(0x2c, 13);
  const frames = Array.from({ length: count }, () => gif.subarray(start, gif.length - 1));
  return Buffer.concat([gif.subarray(0, start), ...frames, gif.subarray(-1)]);
}

/** VP8 key frame header: 14 bits each of width and height, behind the start code. */
function enlargedWebp(webp: Buffer): Buffer {
  const large = Buffer.from(webp);
  const at = large.indexOf(Buffer.from('9d012a', 'hex'));
  large.writeUInt16LE(6_000, at + 3);
  large.writeUInt16LE(6_000, at + 5);
  return large;
}

/** Its logical screen, and its first picture, say so. */
function enlargedGif(gif: Buffer): Buffer {
  const large = Buffer.from(gif);
  const at = large.indexOf(0x2c, 13 + (((large[10] ?? 0) & 0x80) === 0 ? 0 : 3 * 2 ** (((large[10] ?? 0) & 7) + 1)));
  for (const place of [6, 8, at + 5, at + 7]) large.writeUInt16LE(65_535, place);
  return large;
}

/** It says it moves, a thousand times. */
function longPng(png: Buffer): Buffer {
  const chunk = (type: string, length: number) => {
    const bytes = Buffer.alloc(12 + length);
    bytes.writeUInt32BE(length, 0);
    bytes.write(type, 4, 'latin1');
    bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + length)), 8 + length);
    return bytes;
  };
  const frames = Array.from({ length: 1_000 }, () => chunk('fcTL', 26));
  return Buffer.concat([png.subarray(0, 33), chunk('acTL', 8), ...frames, png.subarray(33)]);
}

const commented = (jpeg: Buffer, text: string): Buffer => {
  const comment = Buffer.alloc(4);
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), comment, Buffer.from(text), jpeg.subarray(2)]);
};

/** Pictures that are damaged, too large, something else, or something else as well. */
export async function badPictures(): Promise<readonly Hostile[]> {
  const [jpeg, png, gif, webp] = await Promise.all([
    picture(400, 300),
    picture(400, 300, 'png'),
    picture(40, 30, 'gif'),
    picture(400, 300, 'webp'),
  ]);
  const noise = await sharp({
    create: {
      width: 300,
      height: 300,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .jpeg()
    .toBuffer();
  const zip = makeZip([{ name: 'inside.txt', data: 'hidden' }]);
  const avif = await sharp(jpeg).avif({ effort: 0 }).toBuffer();
  const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(200)]);
  return [
    hostile('a PNG of 900 megapixels in 2 kB', 'too-many-pixels', 'bomb.png', enlargedPng(png, 30_000, 30_000)),
    hostile('a JPEG of 4 gigapixels', 'too-many-pixels', 'bomb.jpg', enlargedJpeg(jpeg, 65_500, 65_500)),
    hostile('a GIF of 300 large frames', 'too-many-frames', 'bomb.gif', await longGif()),
    hostile('a GIF of a thousand small frames', 'too-many-frames', 'long.gif', await longGif(8, 1_000)),
    hostile('a PNG that moves through a thousand frames', 'too-many-frames', 'long.png', longPng(png)),
    hostile('a WebP that says it is larger than it is', 'unreadable', 'large.webp', enlargedWebp(webp)),
    hostile('a GIF that says it is of 4 gigapixels', 'too-many-pixels', 'large.gif', enlargedGif(gif)),
    hostile('a PNG that says it is wider than it is', 'unreadable', 'wide.png', enlargedPng(png, 5_000, 300)),
    hostile('half a JPEG', 'unreadable', 'half.jpg', noise.subarray(0, noise.length / 2)),
    hostile('half a PNG', 'unreadable', 'half.png', png.subarray(0, png.length / 2)),
    hostile('half a WebP', 'unreadable', 'half.webp', webp.subarray(0, webp.length / 2)),
    hostile('the first bytes of a JPEG and nothing more', 'unreadable', 'head.jpg', jpeg.subarray(0, 20)),
    hostile('a GIF that is an archive too', 'two-things', 'gifar.gif', Buffer.concat([gif, zip])),
    hostile('a JPEG that is an archive too', 'two-things', 'archive.jpg', Buffer.concat([jpeg, zip])),
    hostile('a PNG with an archive behind it', 'two-things', 'archive.png', Buffer.concat([png, zip])),
    hostile(
      'a JPEG with a page in a comment',
      'two-things',
      'page.jpg',
      commented(jpeg, '<html><script>alert(1)</script>'),
    ),
    hostile('a JPEG that is a PDF too', 'two-things', 'pdf.jpg', commented(jpeg, '%PDF-1.7 1 0 obj')),
    hostile(
      'a PNG with a script behind it',
      'two-things',
      'script.png',
      Buffer.concat([png, Buffer.from('<script >alert(1)</script>')]),
    ),
    hostile(
      'a GIF with PHP behind it',
      'two-things',
      'php.gif',
      Buffer.concat([gif, Buffer.from('<?php system($_GET[0]); ?>')]),
    ),
    hostile('a picture that calls itself a program', 'program', 'cat.exe', png),
    hostile('an AVIF that calls itself JPEG', 'not-offered', 'modern.jpg', avif),
    hostile('a HEIC', 'heic', 'IMG_0001.HEIC', heic),
    hostile('a HEIC that calls itself JPEG', 'heic', 'phone.jpg', heic),
    hostile('a bitmap of Windows', 'not-offered', 'paint.png', Buffer.concat([Buffer.from('BM'), Buffer.alloc(80)])),
  ];
}
