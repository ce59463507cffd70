import { z } from 'zod';
import { inputOf } from './input-of.ts';
import { NotPlayable, runFfmpeg } from './run-ffmpeg.ts';

const Stream = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  pix_fmt: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  disposition: z.object({ attached_pic: z.int() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});
type Stream = z.output<typeof Stream>;
const Probed = z.object({
  format: z.object({ duration: z.string().optional(), tags: z.record(z.string(), z.string()).optional() }),
  streams: z.array(Stream),
});

/** What is in a film or a sound. */
export interface Playable {
  /** Milliseconds; null when it does not say. */
  readonly duration: number | null;
  /** Upright; null without a picture. */
  readonly width: number | null;
  readonly height: number | null;
  /** Whether every browser plays it as it is. */
  readonly plain: boolean;
  /** Whether every browser plays what is in it, in another container. */
  readonly plainInside: boolean;
  /** Whether there is more in it than pictures and sounds: where a camera went, what it was. */
  readonly tells: boolean;
}

const SHOWN =
  'format=duration:format_tags:stream=codec_type,codec_name,pix_fmt,width,height:stream_disposition=attached_pic:stream_side_data=rotation';
const PATIENCE_MS = 15_000;

/** Asks ffprobe what a file holds. @throws NotPlayable */
export async function probe(path: string, type: string, stopping: AbortSignal): Promise<Playable> {
  const args = ['-v', 'fatal', '-of', 'json', '-show_entries', SHOWN, ...inputOf(path, type)];
  const { format, streams } = understood(await runFfmpeg('ffprobe', args, { ms: PATIENCE_MS, stopping }));
  const picture = streams.find(isPicture);
  const played = [picture, streams.find(isSound)].filter((stream) => stream !== undefined);
  const plainInside = played.every(isPlain);
  const duration = durationOf(format.duration);
  const tells = streams.some((stream) => !isPicture(stream) && !isSound(stream)) || tagsTell(format.tags);
  const plain = duration !== null && played.every((stream) => isPlainIn(type, stream));
  return { duration, ...shapeOf(picture), plain, plainInside, tells };
}

/** A file decides some of what it prints. */
function understood(said: string): z.output<typeof Probed> {
  try {
    return Probed.parse(JSON.parse(said));
  } catch (cause) {
    throw new NotPlayable('ffprobe says what nobody understands', { cause });
  }
}

const isPicture = ({ codec_type, disposition }: Stream): boolean =>
  codec_type === 'video' && disposition?.attached_pic !== 1;
const isSound = ({ codec_type }: Stream): boolean => codec_type === 'audio';

const LONGEST = 2 ** 31;

function durationOf(seconds: string | undefined): number | null {
  const ms = Math.round(Number(seconds) * 1_000);
  return ms > 0 && ms < LONGEST ? ms : null;
}

function shapeOf(picture: Stream | undefined): Pick<Playable, 'width' | 'height'> {
  const { width = null, height = null, side_data_list = [] } = picture ?? {};
  const turned = side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0;
  return Math.abs(turned) % 180 === 90 ? { width: height, height: width } : { width, height };
}

const isPlain = ({ codec_type, codec_name, pix_fmt = '' }: Stream): boolean =>
  codec_type === 'audio' ? codec_name === 'aac' : codec_name === 'h264' && /^yuvj?420p$/.test(pix_fmt);

/** What has been played everywhere for years, beside MP4 with what belongs there. */
const PLAIN_IN: Readonly<Record<string, RegExp>> = {
  'audio/mpeg': /^mp3$/,
  'audio/aac': /^aac$/,
  'audio/flac': /^flac$/,
  'audio/wav': /^pcm_(u8|s16le|s24le)$/,
};
const isPlainIn = (type: string, stream: Stream): boolean =>
  type.endsWith('/mp4') ? isPlain(stream) : (PLAIN_IN[type]?.test(stream.codec_name ?? '') ?? false);

const tagsTell = (tags: Readonly<Record<string, string>> = {}): boolean =>
  Object.keys(tags).some((key) => /location|gps|coord|xyz|make|model|device|serial|owner|apple|android/i.test(key));
