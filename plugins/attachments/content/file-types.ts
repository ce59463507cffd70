import type { Kind } from '../contract.ts';

/** A kind of file that can be sent, and the endings its name may have. */
export interface FileType {
  readonly type: string;
  readonly kind: Exclude<Kind, 'voice'>;
  readonly endings: readonly string[];
  /** Written in plain letters: any text is of this type, and the ending alone says so. It is only ever saved. */
  readonly plain?: boolean;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

/** What is written in a lesson of computing, and read by whoever gets it as the text it is. */
const CODE =
  'py ipynb java c h cc cpp hpp cs js mjs cjs ts tsx jsx css html htm xml json yaml yml toml ini sql r rb go rs swift kt kts php tex bib svg m jl scala hs ml pl lua pas asm s dart sh rkt pde ino pyw nb'.split(
    ' ',
  );

/** All there are. What is not here cannot be sent, whatever a school allows. */
export const FILE_TYPES: readonly FileType[] = [
  { type: 'image/jpeg', kind: 'image', endings: ['jpg', 'jpeg', 'jfif'] },
  { type: 'image/png', kind: 'image', endings: ['png'] },
  { type: 'image/gif', kind: 'image', endings: ['gif'] },
  { type: 'image/webp', kind: 'image', endings: ['webp'] },
  { type: 'video/mp4', kind: 'video', endings: ['mp4', 'm4v'] },
  { type: 'video/quicktime', kind: 'video', endings: ['mov', 'qt'] },
  { type: 'video/webm', kind: 'video', endings: ['webm'] },
  { type: 'audio/mpeg', kind: 'audio', endings: ['mp3'] },
  { type: 'audio/mp4', kind: 'audio', endings: ['m4a', 'mp4'] },
  { type: 'audio/aac', kind: 'audio', endings: ['aac'] },
  { type: 'audio/ogg', kind: 'audio', endings: ['ogg', 'oga', 'opus'] },
  { type: 'audio/wav', kind: 'audio', endings: ['wav'] },
  { type: 'audio/flac', kind: 'audio', endings: ['flac'] },
  { type: 'audio/webm', kind: 'audio', endings: ['webm', 'weba'] },
  { type: 'application/pdf', kind: 'pdf', endings: ['pdf'] },
  { type: `${OFFICE}.wordprocessingml.document`, kind: 'document', endings: ['docx'] },
  { type: `${OFFICE}.spreadsheetml.sheet`, kind: 'document', endings: ['xlsx'] },
  { type: `${OFFICE}.presentationml.presentation`, kind: 'document', endings: ['pptx'] },
  { type: `${OFFICE}.presentationml.slideshow`, kind: 'document', endings: ['ppsx'] },
  { type: `${OPEN_DOCUMENT}.text`, kind: 'document', endings: ['odt'] },
  { type: `${OPEN_DOCUMENT}.spreadsheet`, kind: 'document', endings: ['ods'] },
  { type: `${OPEN_DOCUMENT}.presentation`, kind: 'document', endings: ['odp'] },
  { type: `${OPEN_DOCUMENT}.graphics`, kind: 'document', endings: ['odg'] },
  { type: 'text/plain', kind: 'text', endings: ['txt', 'md', 'csv', 'tsv', 'log'], plain: true },
  { type: 'text/plain', kind: 'code', endings: CODE, plain: true },
  { type: 'application/zip', kind: 'archive', endings: ['zip', 'sb3', 'ggb'] },
  { type: 'application/epub+zip', kind: 'book', endings: ['epub'] },
  { type: 'application/rtf', kind: 'legacy', endings: ['rtf'] },
  { type: 'application/msword', kind: 'legacy', endings: ['doc'] },
  { type: 'application/vnd.ms-excel', kind: 'legacy', endings: ['xls'] },
  { type: 'application/vnd.ms-powerpoint', kind: 'legacy', endings: ['ppt', 'pps'] },
];

/** Endings of what is not sent here by them, and which a picture, a sound or a film may have by mistake. */
const MISTAKEN = new Set([
  'heic',
  'heif',
  'hif',
  'avif',
  'bmp',
  'tif',
  'tiff',
  'svg',
  'dat',
  'tmp',
  'part',
  'html',
  '3gp',
  'avi',
  'mkv',
  'wma',
]);

export const typesEnding = (ending: string): readonly FileType[] =>
  FILE_TYPES.filter(({ endings }) => endings.includes(ending));

/** Whether it says what a file is, and is no part of a name such as `photo 3.11`. */
export const isKnownEnding = (ending: string): boolean => typesEnding(ending).length > 0 || MISTAKEN.has(ending);

/** What comes behind the last dot of a name, in small letters; empty where that is no ending, as in `Dr. Smith`. */
export const endingOf = (name: string): string => /\.([a-z0-9_-]{1,20})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** Of these the content alone decides what they are, and what their names should say. */
export const isMedia = ({ kind }: { readonly kind: string }): boolean => ['image', 'video', 'audio'].includes(kind);
