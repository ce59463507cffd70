import { invalid } from '../../errors/domain-error.ts';
import { MOST_CHARACTERS, TOO_MANY } from './limits.ts';

/** What schools' programs write lists in: by the names of the Encoding Standard, and "CSV (MS-DOS)" of Excel in the West. */
export const ENCODINGS = [
  ...['utf-8', 'windows-1252', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254', 'windows-1255'],
  ...['windows-1256', 'windows-1257', 'macintosh', 'ibm850', 'utf-16le', 'utf-16be'],
  ...['shift_jis', 'gb18030', 'big5', 'euc-kr'],
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** In UTF-16 and in the letters of the East a character takes some bytes. */
const LARGEST = 4 * MOST_CHARACTERS;

export interface FileText {
  readonly text: string;
  readonly encoding: Encoding;
}

/**
 * Reads the bytes of a text file: as UTF-8 or UTF-16 where they are, else as the Windows of the West wrote them where it knows
 * each of them, unless it is said how.
 * @throws DomainError `invalid` for what is no text, naming the field `csv`
 */
export function fileText(bytes: Uint8Array, as?: Encoding): FileText {
  if (bytes.length > LARGEST) throw invalid('csv', TOO_MANY);
  if (startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, '\xd0\xcf\x11\xe0'))
    throw invalid('csv', 'That is a workbook. Save the list as CSV in your spreadsheet, and choose that file.');
  const encoding = as ?? guess(bytes);
  const text = withoutEnd(encoding === 'ibm850' ? dosText(bytes) : new TextDecoder(encoding).decode(bytes));
  if (CONTROLS.test(text)) throw invalid('csv', 'That file is no text. Save the list as CSV, and choose that file.');
  return { text, encoding };
}

const CONTROLS = /(?![\t\n\v\f\r])\p{Cc}/u;
/** DOS wrote it behind the last line. */
const END_OF_FILE = '\u001a';
const withoutEnd = (text: string): string => (text.endsWith(END_OF_FILE) ? text.slice(0, -1) : text);

function guess(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, '\xff\xfe')) return 'utf-16le';
  if (startsWith(bytes, '\xfe\xff')) return 'utf-16be';
  const unmarked = unmarkedUtf16(bytes);
  if (unmarked) return unmarked;
  if (isDos(bytes)) return 'ibm850';
  return GUESSED.find((encoding) => isText(bytes, encoding)) ?? 'windows-1252';
}

/** In the order in which they are likely; each has bytes that the ones before do not know. */
const GUESSED = ['utf-8', 'windows-1252', 'windows-1250', 'shift_jis', 'gb18030'] as const;

function isText(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding === 'utf-8' || !CONTROLS.test(withoutEnd(text));
  } catch {
    return false;
  }
}

/** Addresses, delimiters and line ends are ASCII: in UTF-16 each has a zero, always on the same side. */
function unmarkedUtf16(bytes: Uint8Array): Encoding | null {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [first = 0, second = 0] = zeros;
  const isOneSided =
    Math.max(first, second) * 8 > bytes.length && Math.min(first, second) * 8 < Math.max(first, second);
  if (!isOneSided) return null;
  return second > first ? 'utf-16le' : 'utf-16be';
}

/** The letters above ASCII of code page 850, which no browser decodes. */
const DOS =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';
const dosText = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : DOS[byte - 0x80])).join('');

/** Letters in the midst of words that are quotes, bars or nothing to Windows; in the East no byte above ASCII stands alone. */
const DOS_INSIDE = /[A-Za-z][\x81\x82\x84\x87-\x89\x8b\x90\x94][a-z]/;
const PAIR = /[\x80-\xff]{2}/;

function isDos(bytes: Uint8Array): boolean {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return DOS_INSIDE.test(text) && !PAIR.test(text);
}

const startsWith = (bytes: Uint8Array, mark: string): boolean =>
  Array.from(mark).every((sign, at) => bytes[at] === sign.charCodeAt(0));
