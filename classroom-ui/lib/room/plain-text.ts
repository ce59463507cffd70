import { hasLongLine } from './long-lines.ts';

// Most messages in a class are a plain sentence. They are drawn as text nodes: no Markdown, nothing to sanitise, and the
// same paragraphs and line breaks that Markdown would give.

/** Whatever could mean something to Markdown, to maths or to the link finder. */
const MARKED = /[*_~`#>[\]|$\\<&]|:\/\/|mailto:|^[ \t]*(?:[-+=]|\d+[.)])|^(?: {4}| {0,3}\t)/m;

const BETWEEN_PARAGRAPHS = /\n(?:[ \t]*\n)+/;
/** More paragraphs than these are not made one by one. */
const PARAGRAPHS = 200;

export const isPlain = (text: string): boolean =>
  !MARKED.test(text) && !hasLongLine(text) && text.split(BETWEEN_PARAGRAPHS, PARAGRAPHS + 1).length <= PARAGRAPHS;

/** Paragraphs of lines, with the blanks that were typed in front of words and between them. */
export const paragraphsOf = (text: string): string[][] =>
  text
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split(BETWEEN_PARAGRAPHS)
    .map((paragraph) => paragraph.trimEnd().split('\n'));

const EMOJI = /^\p{RGI_Emoji}$/v;
const BIG_EMOJI = 8;
const BIG_LENGTH = 200;

/**
 * A few emoji and nothing else: drawn large. Each is tested alone: an emoji with a skin tone matches in two ways, so that one
 * expression over the whole text takes exponential time.
 */
export function isEmojiOnly(text: string): boolean {
  if (text.length > BIG_LENGTH) return false;
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment.trim()).filter(Boolean);
  return letters.length > 0 && letters.length <= BIG_EMOJI && letters.every((letter) => EMOJI.test(letter));
}

const LONG_LINES = 22;
const LONG_TEXT = 1_800;
/** A formula ends its lines with two backslashes. */
const LINE_END = /\n|\\\\/;

/** Long enough to be folded. By the text alone, so that the row's height does not depend on a measurement. */
export const isLong = (text: string): boolean =>
  text.length > LONG_TEXT || text.split(LINE_END, LONG_LINES + 1).length > LONG_LINES;

/**
 * The part of a long text that is drawn while it is folded: sixteen full lines. Layout of ten thousand letters of many scripts
 * blocks the page.
 */
export const foldedPart = (text: string): string => text.slice(0, LONG_TEXT).replace(/[\ud800-\udbff]$/, '');
