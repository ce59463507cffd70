import { stat } from 'node:fs/promises';
import { inputOf } from './input-of.ts';
import type { Playable } from './probe.ts';
import { NotPlayable, runFfmpeg } from './run-ffmpeg.ts';

/** A film or a sound that is read, and within what the reading has to stay. */
export interface Source {
  readonly path: string;
  readonly type: string;
  readonly found: Playable;
  /** Bytes that a copy may have. */
  readonly most: number;
  readonly stopping: AbortSignal;
}

const POSTER_MS = 20_000;
const COPY_MS = 20 * 60_000;
const POSTER_EDGE = 800;
const FILM_EDGE = 1_280;

/** Of what a file tells beside its pictures and sounds nothing goes along. */
const UNTOLD = ['-map_metadata', '-1', '-map_metadata:s', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'];
const within = (edge: number): string =>
  `scale='min(${edge},iw)':'min(${edge},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`;

/** A film's picture of a moment that is seldom black, as PNG. @throws NotPlayable */
export async function takePoster(source: Source, to: string): Promise<void> {
  const moment = Math.min(1_000, (source.found.duration ?? 0) / 2) / 1_000;
  const one = ['-map', '0:V:0', '-frames:v', '1', '-vf', within(POSTER_EDGE), ...UNTOLD, '-c:v', 'png', '-f', 'image2'];
  await convert(source, { before: ['-ss', String(moment)], after: one, to, ms: POSTER_MS });
}

/**
 * What every browser plays: H.264 and AAC in MP4, a film 1,280 pixels at most. What is that already is copied as it is.
 * @throws NotPlayable, also when it would be longer than `most`
 */
export async function makeWebCopy(source: Source, to: string): Promise<void> {
  const { width, plainInside } = source.found;
  const streams = width === null ? ['-map', '0:a:0'] : ['-map', '0:V:0', '-map', '0:a:0?'];
  const how = plainInside ? ['-c', 'copy'] : [...(width === null ? [] : FILM), ...SOUND];
  const mp4 = ['-movflags', '+faststart', '-f', 'mp4'];
  await convert(source, { after: [...streams, ...how, ...UNTOLD, ...mp4], to, ms: COPY_MS });
}

const FILM = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-pix_fmt', 'yuv420p', '-threads', '1'],
  ...['-vf', within(FILM_EDGE)],
];
const SOUND = ['-c:a', 'aac', '-b:a', '96k', '-ac', '2'];

const MUXERS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'audio/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'audio/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
};

/** The same pictures and sounds, and nothing else that stood in the file. @throws NotPlayable */
export async function makeCleanCopy(source: Source, to: string): Promise<void> {
  const format = MUXERS[source.type];
  if (!format) throw new NotPlayable(`nothing writes ${source.type}`);
  const args = ['-map', '0:V?', '-map', '0:a?', '-c', 'copy', ...UNTOLD, '-f', format];
  await convert(source, { after: args, to, ms: POSTER_MS });
}

interface Converting {
  readonly before?: readonly string[];
  readonly after: readonly string[];
  readonly to: string;
  readonly ms: number;
}

async function convert(source: Source, { before = [], after, to, ms }: Converting): Promise<void> {
  const { path, type, most, stopping } = source;
  // Counted in the machine's own time too: it ends also where nobody is left to end it.
  const bounds = ['-v', 'fatal', '-nostdin', '-y', '-timelimit', String(ms / 1_000), '-filter_threads', '1'];
  const args = [...bounds, ...before, ...inputOf(path, type), ...after, '-fs', String(most), `file:${to}`];
  await runFfmpeg('ffmpeg', args, { ms, stopping });
  // Where it would have been longer it was cut, and is not the whole.
  if ((await stat(to)).size >= most * 0.95) throw new NotPlayable('a copy would be too large');
}
