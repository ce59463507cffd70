import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const PICTURES = ['-f', 'lavfi', '-i', 'testsrc=s=160x120:d=0.4:r=10'];
export const SOUND = ['-f', 'lavfi', '-i', 'sine=d=0.4'];
export const FILM_OUT = ['-pix_fmt', 'yuv420p', '-c:a', 'aac'];
export const FILM = [...PICTURES, ...SOUND, ...FILM_OUT];

/** What ffmpeg makes of its own test pictures and sounds: less than half a second. */
export function make(name: string, ...args: readonly string[]): Promise<Buffer> {
  return inFolder(async (folder) => {
    await run('ffmpeg', ['-v', 'error', ...args, join(folder, name)]);
    return readFile(join(folder, name));
  });
}

/** What ffprobe says of a file's streams and tags: one line each. */
export function told(bytes: Uint8Array): Promise<string[]> {
  return inFolder(async (folder) => {
    await writeFile(join(folder, 'file'), bytes);
    const shown = ['-show_entries', 'stream=codec_name,width,height:stream_tags:format_tags', '-of', 'flat'];
    const { stdout } = await run('ffprobe', ['-v', 'error', ...shown, join(folder, 'file')]);
    return stdout.trim().split('\n');
  });
}

async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-media-'));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let odd: Promise<Buffer> | undefined;
/** A film that browsers do not play, and that says by whom it was taken. */
export function oddFilm(): Promise<Buffer> {
  odd ??= make('a.mov', ...FILM, '-c:v', 'mpeg4', '-metadata', 'comment=Ana’s phone');
  return odd;
}
