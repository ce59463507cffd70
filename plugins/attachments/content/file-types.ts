import type { Kind } from '../contract.ts';

/** A kind of file that can be sent, and the endings its name may have. */
export interface FileType {
  readonly type: string;
  readonly kind: Exclude<Kind, 'voice'>;
  readonly endings: readonly string[];
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

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
  { type: 'text/plain', kind: 'text', endings: ['txt', 'md', 'csv', 'tsv', 'log'] },
];

const HEIC_ENDINGS = ['heic', 'heif', 'hif'];
export const isHeicName = (ending: string): boolean => HEIC_ENDINGS.includes(ending);

export const typesEnding = (ending: string): readonly FileType[] =>
  FILE_TYPES.filter(({ endings }) => endings.includes(ending));

/** What comes behind the last dot of a name, in small letters. */
export const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
