import { z } from 'zod';
import { pluginContract, recorded, textUpTo } from '../../engine/contract.ts';

/** What a file is, as far as people care; by its content. */
export const KINDS = [
  'image',
  'video',
  'audio',
  'voice',
  'pdf',
  'document',
  'text',
  'code',
  'archive',
  'book',
  'legacy',
] as const;
export type Kind = (typeof KINDS)[number];
/** What a school may offer; voice messages have a switch of their own. */
const USUAL = ['image', 'video', 'audio', 'pdf', 'document', 'text'] as const;
/** Beside these, what a school lets in if it says so: it is only ever saved. */
export const OFFERED = [...USUAL, 'code', 'archive', 'book', 'legacy'] as const;

/** In what a file can be fetched beside as a whole: a small picture, a film's first picture, a copy every browser plays. */
export const FORMS = ['thumb', 'poster', 'web'] as const;
export type Form = (typeof FORMS)[number];

/**
 * waiting: not shown before the scanner has seen it · preparing: not to be fetched before all but the picture is taken out ·
 * infected, failed: never to be fetched
 */
export const STATES = ['waiting', 'preparing', 'ready', 'infected', 'failed'] as const;

const Facts = z.object({
  state: z.enum(STATES),
  /** Bytes. */
  size: z.int().nonnegative(),
  /** Pixels, upright. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Milliseconds. */
  duration: z.int().nullable(),
  forms: z.array(z.enum(FORMS)),
});
/** What background work finds out about a file. */
export type Facts = z.output<typeof Facts>;

const FileView = Facts.extend({
  id: z.uuid(),
  name: z.string(),
  type: z.string(),
  kind: z.enum(KINDS),
  caption: z.string(),
  /** What a picture shows, for those who cannot see it. */
  alt: z.string(),
  /** A picture of a few pixels, WebP in base64: seen before the real one has come. */
  blur: z.string().nullable(),
  /** Loudness over time, 0 to 100, of a voice message. */
  peaks: z.array(z.int()).nullable(),
});
/** A file on a message. */
export type FileView = z.output<typeof FileView>;

export const MOST_PEAKS = 96;
export const MOST_WORDS = 500;
const Peaks = z.array(z.int().min(0).max(100)).min(1).max(MOST_PEAKS);

const Claim = z.strictObject({
  id: z.uuid(),
  caption: textUpTo(MOST_WORDS).optional(),
  alt: textUpTo(MOST_WORDS).optional(),
  /** Of a voice message, as the browser measured it: milliseconds, and its loudness. */
  voice: z.strictObject({ duration: z.int().min(1).max(3_600_000), peaks: Peaks }).optional(),
});
/** A file that was uploaded, as a message takes it. */
export type Claim = z.output<typeof Claim>;

const number = (unlessSaid: number, least: number, most: number, what: string) =>
  z.int().min(least).max(most).default(unlessSaid).describe(what);

const IN_WORDS: Readonly<Record<(typeof OFFERED)[number], string>> = {
  image: 'Pictures',
  video: 'Films',
  audio: 'Sounds',
  pdf: 'PDF',
  document: 'Office documents',
  text: 'Plain text',
  code: 'Code',
  archive: 'Archives (zip)',
  book: 'Books (epub)',
  legacy: 'Old documents (rtf, Office before 2007)',
};

export const attachments = pluginContract({
  id: 'attachments',
  title: 'Files and pictures',
  summary: 'Send pictures, films, sounds and documents.',
  settings: z.strictObject({
    types: z
      .array(z.enum(OFFERED).meta({ enumDescriptions: OFFERED.map((kind) => IN_WORDS[kind]) }))
      .min(1)
      .default([...USUAL])
      .meta({
        title: 'Kinds of files',
        description:
          'Kinds of files that can be sent. On request: code, archive (zip), book (epub), legacy (rtf and Office before 2007); they are looked into, and only ever saved.',
      }),
    maxMegabytes: number(200, 1, 4_000, 'Largest file, in megabytes.'),
    quotaMegabytes: number(2_000, 1, 1_000_000, 'What one person may keep, in megabytes.'),
    perMessage: number(10, 1, 20, 'Files on one message.'),
    megapixels: number(52, 1, 100, 'Largest picture, in millions of pixels.'),
    frames: number(600, 1, 2_000, 'Most frames of a picture that moves.'),
    voice: z.boolean().default(true).describe('Take voice messages.'),
    scanFirst: z.boolean().default(false).meta({
      title: 'Scan for viruses first',
      description: 'Show nothing but what a virus scanner has found clean; without a scanner, nothing.',
    }),
    keepDeletedDays: number(30, 0, 365, 'Days after which the files of a deleted message are removed.').meta({
      title: 'Keep files of deleted messages (days)',
    }),
  }),
  permissions: { attach: ['host', 'moderator', 'member'] },
  errors: {
    'not-allowed': { fault: 'forbidden', message: 'You can read here, but not send files.' },
    'bad-name': { fault: 'invalid', message: 'This file has no name before its ending. Please give it one.' },
    'bad-name-path': { fault: 'invalid', message: 'A file’s name cannot have “{part}” in it. Please take it out.' },
    'bad-name-hidden': {
      fault: 'invalid',
      message: 'The name has a character in it that nobody sees: {part}. Please type the name again.',
    },
    'bad-name-program': {
      fault: 'invalid',
      message: 'The name has “{part}” in it, as programs do. Please give the file another name.',
    },
    program: { fault: 'invalid', message: 'Programs cannot be sent, and “{part}” is the ending of one.' },
    'program-content': { fault: 'invalid', message: 'Inside, this file is {part}. Programs cannot be sent.' },
    empty: { fault: 'invalid', message: 'This file is empty.' },
    'too-large': { fault: 'invalid', message: 'This file is too large.' },
    'over-quota': { fault: 'forbidden', message: 'Your space for files is used up.' },
    'too-many': { fault: 'invalid', message: 'These are too many files at once.' },
    'not-offered': {
      fault: 'invalid',
      message: 'Files of this kind cannot be sent here: {part}. Please send another kind, such as PDF or JPEG.',
    },
    'no-ending': {
      fault: 'invalid',
      message: 'Nothing tells what this file is. Please give its name an ending, such as .txt for a text.',
    },
    'wrong-ending': { fault: 'invalid', message: 'Inside, this file is a {part}. Please give its name that ending.' },
    'not-text': {
      fault: 'invalid',
      message: 'This is no text that can be read. If it is one, please save it as UTF-8, and send that.',
    },
    'not-what-it-says': {
      fault: 'invalid',
      message: 'This file is not what its name says. Please open it, save it again, and send that.',
    },
    'two-things': {
      fault: 'invalid',
      message: 'Something else is hidden in this file. Please save it again, and send that.',
    },
    unsafe: {
      fault: 'invalid',
      message: 'Something in this file could do harm: {entry}. Please take it out, and send the file again.',
    },
    encrypted: {
      fault: 'invalid',
      message: 'A password locks {entry}, so that nobody can look whether it is safe. Please send it without one.',
    },
    'program-inside': {
      fault: 'invalid',
      message: 'A program is in this archive: {entry}. Please take it out, and send the archive again.',
    },
    sealed: {
      fault: 'invalid',
      message: 'Nobody can look into {entry} in this archive. Please take it out, or pack it as .zip.',
    },
    bomb: {
      fault: 'invalid',
      message: 'This file would unpack to far more than it should. Please send what is in it.',
    },
    'too-many-inside': {
      fault: 'invalid',
      message: 'There are more than {most} files in this archive. Please send fewer of them.',
    },
    'too-many-pixels': {
      fault: 'invalid',
      message: 'This picture has more than {most} million pixels. Please make it smaller.',
    },
    'too-many-frames': {
      fault: 'invalid',
      message: 'This picture moves for too long: of its size at most {most} frames. Please send it as a film.',
    },
    heic: { fault: 'invalid', message: 'Browsers cannot show HEIC pictures. Please send it as JPEG.' },
    unreadable: { fault: 'invalid', message: 'This file is damaged. Please save it again, and send that.' },
    'not-there': { fault: 'conflict', message: 'One of these files is no longer there. Please add it again.' },
    infected: { fault: 'invalid', message: 'A virus was found in one of these files.' },
    'not-ready': { fault: 'conflict', message: 'This file cannot be shown yet.' },
  },
  events: {
    // What was found out later; what people wrote beside a file is in the message alone, and goes with it.
    changed: recorded(z.object({ messageId: z.uuid(), fileId: z.uuid(), facts: Facts })),
  },
  message: { accepts: z.array(Claim).min(1).max(20), shows: z.array(FileView), standsAlone: true },
});
