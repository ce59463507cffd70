import { withoutStacks } from '../../../engine/client.ts';
import type { FileView, Kind } from '../contract.ts';

/** Everything else is a file. */
const KIND: Readonly<Partial<Record<Kind, string>>> = {
  image: 'a picture',
  video: 'a film',
  audio: 'a sound',
  voice: 'a voice message',
  pdf: 'a PDF',
  document: 'a document',
};
const MOST = 3;

/** The files of a message, for those who hear it: what a picture shows before what its file is called. */
export function inWords(files: readonly FileView[]): string {
  const named = files.slice(0, MOST).map(({ kind, alt, caption, name }) => {
    const about = alt || caption || (kind === 'voice' ? '' : name);
    const what = KIND[kind] ?? 'a file';
    return about ? `${what}: ${withoutStacks(about)}` : what;
  });
  const more = files.length - named.length;
  return `sent ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
