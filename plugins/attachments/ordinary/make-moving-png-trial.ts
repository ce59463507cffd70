import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';

const run = promisify(execFile);

/** A chunk of PNG, with its checksum. */
export function pngChunk(type: string, content: Uint8Array | string): Buffer {
  const inside = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(content as string)]);
  const chunk = Buffer.alloc(inside.length + 8);
  chunk.writeUInt32BE(inside.length - 4, 0);
  inside.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(inside), inside.length + 4);
  return chunk;
}

/** A PNG that ffmpeg makes move, in the pixel format that is named, with `more` chunks behind its header. */
export function makeMovingPng(format: string, more: readonly Buffer[] = []): Promise<Buffer> {
  return inFolder(async (folder) => {
    const source = ['-f', 'lavfi', '-i', 'testsrc=s=60x40:d=0.5:r=10', '-pix_fmt', format];
    await run('ffmpeg', ['-v', 'error', ...source, '-plays', '0', '-f', 'apng', join(folder, 'a.png')]);
    const png = await readFile(join(folder, 'a.png'));
    return Buffer.concat([png.subarray(0, 33), ...more, png.subarray(33)]);
  });
}

/** Every frame as it is shown, pixel by pixel. */
export function framesShown(png: Uint8Array): Promise<Buffer> {
  return inFolder(async (folder) => {
    await writeFile(join(folder, 'a.png'), png);
    const options = { encoding: 'buffer', maxBuffer: 100_000_000 } as const;
    const args = ['-v', 'error', '-f', 'apng', '-i', join(folder, 'a.png')];
    const { stdout } = await run(
      'ffmpeg',
      [...args, '-f', 'rawvideo', '-fps_mode', 'passthrough', '-pix_fmt', 'rgba', '-'],
      options,
    );
    return stdout;
  });
}

async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-png-'));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
