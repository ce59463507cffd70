import type { FileView, Kind } from '../contract.ts';

const KIND: Readonly<Record<Kind, string>> = {
  image: 'a picture',
  video: 'a film',
  audio: 'a sound',
  voice: 'a voice message',
  pdf: 'a PDF',
  document: 'a document',
  text: 'a file',
};
const MOST = 3;

/** The files of a message, for those who hear it: what a picture shows before what its file is called. */
export function inWords(files: readonly FileView[]): string {
  const named = files.slice(0, MOST).map(({ kind, alt, caption, name }) => {
    const about = alt || caption || (kind === 'voice' ? '' : name);
    return about ? `${KIND[kind]}: ${about}` : KIND[kind];
  });
  const more = files.length - named.length;
  return `sent ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
