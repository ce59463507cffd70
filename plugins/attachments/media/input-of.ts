const DEMUXERS: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'audio/mp4': 'mov',
  'video/webm': 'matroska',
  'audio/webm': 'matroska',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
};

/** What cameras, phones and browsers write, and the covers and words beside it. What else a file may name is not even tried. */
const DECODERS = [
  ...['h264', 'hevc', 'vp8', 'vp9', 'libdav1d', 'libaom-av1', 'av1', 'mpeg4', 'h263', 'mjpeg', 'prores'],
  ...['aac', 'mp3', 'mp3float', 'opus', 'vorbis', 'flac', 'alac', 'amrnb', 'amrwb', 'ac3', 'eac3'],
  ...['pcm_u8', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_f32le', 'pcm_alaw', 'pcm_mulaw'],
  ...['png', 'mov_text', 'subrip', 'ass', 'webvtt'],
];

/** A frame of 4K, and a little. */
const MOST_PIXELS = 10_000_000;
/** Bytes it may ask for at once. */
const MOST_AT_ONCE = 200_000_000;

/**
 * Somebody's file as input: read as what its content was found to be and as nothing else, so that nothing in it leads to
 * another file or to the network; on one core, by decoders of a list, no frame larger than cameras make.
 */
export const inputOf = (path: string, type: string): string[] => [
  ...['-max_alloc', String(MOST_AT_ONCE), '-threads', '1', '-max_pixels', String(MOST_PIXELS)],
  ...['-codec_whitelist', DECODERS.join(','), '-protocol_whitelist', 'file', '-f', DEMUXERS[type] ?? 'null'],
  ...['-i', `file:${path}`],
];
