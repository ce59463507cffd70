import { endingOf } from './file-types.ts';
import { misleadingIn } from './programs.ts';

/** What file systems take. */
const MOST_BYTES = 255;

/** Nobody sees them, and marks without a letter stand on whatever is in front. Joiners are no part of it where they join: inside, they shape letters and emoji. */
const UNSEEN = String.raw`\p{Cc}\p{Zs}\p{Zl}\p{Zp}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb`;
/** A joiner behind a mark shapes the last letter, in Malayalam for one. */
const BEFORE = new RegExp(String.raw`^[${UNSEEN}\p{M}\u200c\u200d\ufe00-\ufe0f\u{e0000}-\u{e007f}]+`, 'u');
const BEHIND = new RegExp(String.raw`(?:[${UNSEEN}.]|(?<!\p{M})[\u200c\u200d])+$`, 'u');

/**
 * Characters that one name could hide behind to look like another: control characters, marks that turn the direction of
 * what follows, and what nobody sees. Direction marks of Arabic and Hebrew, joiners, the letters of flags, signs of numbers
 * that are seen, and the breaks between words of scripts without blanks are parts of names.
 */
const HIDES =
  /(?![\u061c\u200c-\u200f\u180e\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]|(?<=[\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{sc=Java}])\u200b|(?<=\u{1f3f4}[\u{e0020}-\u{e007f}]*)[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** What is wrong with a name: the error that says so, and the part of the name that it is about. */
export interface BadName {
  readonly error: 'bad-name' | 'bad-name-path' | 'bad-name-hidden' | 'bad-name-program';
  readonly part: string;
}

/**
 * A file's name as it is stored: one line, in one form of Unicode, nothing invisible at its ends, `_` for a letter that was
 * lost on the way, 255 bytes at most with its ending. Or what is wrong with it.
 */
export function nameOf(given: string): string | BadName {
  const path = /[/\\]/.exec(given)?.[0];
  if (path) return { error: 'bad-name-path', part: path };
  const ends = given.toWellFormed().normalize('NFC').replaceAll('\ufffd', '_').replace(BEHIND, '');
  const ending = endingOf(ends);
  const stem = trimmed(ending ? ends.slice(0, -ending.length - 1) : ends);
  if (stem === '' || stem.startsWith('.')) return { error: 'bad-name', part: stem };
  const hidden = HIDES.exec(stem)?.[0].codePointAt(0);
  if (hidden !== undefined)
    return { error: 'bad-name-hidden', part: `U+${hidden.toString(16).toUpperCase().padStart(4, '0')}` };
  const program = misleadingIn(`${stem}.`);
  if (program && ending) return { error: 'bad-name-program', part: program };
  return shortened(stem, ending ? `.${ends.slice(-ending.length)}` : '');
}

const trimmed = (text: string): string => text.replace(BEFORE, '').replace(BEHIND, '');

/** A name within the bytes that file systems take: what is cut is the end of what stands before the ending, by whole letters. */
export function shortened(stem: string, dotEnding: string): string {
  const most = MOST_BYTES - Buffer.byteLength(dotEnding);
  if (Buffer.byteLength(stem) <= most) return stem + dotEnding;
  // No letter that is written has more than a few dozen parts; beyond that it is cut where the bytes end.
  const letters = new Intl.Segmenter().segment(stem.slice(0, MOST_BYTES));
  const cut = withinBytes(
    Array.from(letters, ({ segment }) => segment),
    most,
  );
  return (trimmed(cut) || withinBytes([...stem.slice(0, MOST_BYTES)], most)) + dotEnding;
}

function withinBytes(parts: readonly string[], most: number): string {
  let [text, bytes] = ['', 0];
  for (const part of parts) {
    bytes += Buffer.byteLength(part);
    if (bytes > most) break;
    text += part;
  }
  return text;
}
