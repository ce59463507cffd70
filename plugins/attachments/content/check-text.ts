import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { readPart, withFile } from './read-part.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const BINARY = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | 'windows-1252';

/** By the mark at their beginning; the longer ones first, since one begins with another. */
const MARKS: readonly (readonly [mark: string, charset: Charset])[] = [
  ['fffe0000', 'utf-32le'],
  ['0000feff', 'utf-32be'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
];

/**
 * What a text is written in, or null: it is none. One pass, bounded memory. A letter that is cut in two where the file begins
 * or ends says nothing of the others.
 */
export async function charsetOf(path: string): Promise<Charset | null> {
  const head = await withFile(path, 'r', (handle) => readPart(handle, 0, 4));
  const marked = MARKS.find(([mark]) => head.toString('hex').startsWith(mark))?.[1];
  const utf8 = new Utf8Test(head);
  for await (const chunk of chunksOf(path)) {
    if (BINARY.test(marked ? lettersOf(chunk, marked) : chunk.toString('latin1'))) return null;
    if (!marked) utf8.take(chunk);
  }
  return marked ?? (utf8.end() ? 'utf-8' : 'windows-1252');
}

/** In pieces of whole letters, as far as the file has them. */
const chunksOf = (path: string): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: 65_536 });

/** As one-byte signs in which control characters can be looked for: those beyond Latin-1 become a question mark. */
function lettersOf(chunk: Buffer, charset: Charset): string {
  const [width, little] = [charset.startsWith('utf-32') ? 4 : 2, charset.endsWith('le')];
  const letters = Buffer.alloc(Math.floor(chunk.length / width));
  for (let n = 0; n < letters.length; n += 1) {
    const code = little ? chunk.readUIntLE(n * width, width) : chunk.readUIntBE(n * width, width);
    letters[n] = code > 0x10ffff ? 0 : code > 0xff ? 0x3f : code;
  }
  return letters.toString('latin1');
}

/**
 * Reads UTF-8. A letter that is cut where the file begins or ends leaves bytes that are none: they are passed over where
 * other letters prove what it is, and are letters of windows-1252 otherwise.
 */
class Utf8Test {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #skip: number;
  #proven: boolean;
  #cut: boolean;
  #reads = true;

  constructor(head: Buffer) {
    const begun = head.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80);
    this.#skip = Math.max(0, begun);
    this.#proven = head.subarray(0, 3).toString('hex') === 'efbbbf';
    this.#cut = this.#skip > 0;
  }

  take(chunk: Buffer): void {
    const text = this.#reads ? decoded(this.#decoder, chunk.subarray(this.#skip), true) : null;
    this.#reads = text !== null;
    this.#proven ||= /[\u0080-\u{10ffff}]/u.test(text ?? '');
    this.#skip = 0;
  }

  end(): boolean {
    this.#cut ||= this.#reads && decoded(this.#decoder, new Uint8Array(), false) === null;
    return this.#reads && (this.#proven || !this.#cut);
  }
}

function decoded(decoder: TextDecoder, chunk: Uint8Array, stream: boolean): string | null {
  try {
    return decoder.decode(chunk, { stream });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
