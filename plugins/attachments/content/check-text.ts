import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const BINARY = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/;
/** A page, a picture, or a document that is written in plain letters. */
const SOMETHING_ELSE =
  /^(?:\s*<(?:!doctype|\?xml|!--|html|head|body|script|svg|iframe|object|embed|form|meta)|%PDF-|\{\\rtf)/i;

/** What a text is written in, or null: it is none, or something else too. One pass, bounded memory. */
export async function charsetOf(path: string): Promise<'utf-8' | 'windows-1252' | null> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let first = true;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const plain = chunk.toString('latin1');
    if (BINARY.test(plain) || (first && SOMETHING_ELSE.test(plain.replace(/^\u00ef\u00bb\u00bf/, '')))) return null;
    first = false;
    isUtf8 &&= decodes(utf8, chunk, true);
  }
  return isUtf8 && decodes(utf8, new Uint8Array(), false) ? 'utf-8' : 'windows-1252';
}

function decodes(decoder: TextDecoder, chunk: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(chunk, { stream });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
