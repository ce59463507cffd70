// Most messages in a class are a plain sentence. They are drawn as text nodes: no Markdown, nothing to sanitise, and the
// same paragraphs and line breaks that Markdown would give.

/** Whatever could mean something to Markdown, to maths or to the link finder. */
const MARKED = /[*_~`#>[\]|$\\<&]|:\/\/|mailto:|^[ \t]*(?:[-+=]|\d+[.)])|^(?: {4}|\t)/m;

export const isPlain = (text: string): boolean => !MARKED.test(text);

/** Paragraphs of lines. */
export const paragraphsOf = (text: string): string[][] =>
  text
    .trim()
    .split(/\n(?:[ \t]*\n)+/)
    .map((paragraph) => paragraph.split('\n').map((line) => line.trim()));

const EMOJI_ONLY = /^(?:\p{RGI_Emoji}|\s)+$/v;
const BIG_EMOJI = 8;

/** A few emoji and nothing else: drawn large. */
export function isEmojiOnly(text: string): boolean {
  if (text.length > 200 || !EMOJI_ONLY.test(text)) return false;
  return [...new Intl.Segmenter().segment(text.replaceAll(/\s/g, ''))].length <= BIG_EMOJI;
}

const LONG_LINES = 22;
const LONG_TEXT = 1_800;

/** Long enough to be folded. By the text alone, so that the row's height does not depend on a measurement. */
export const isLong = (text: string): boolean =>
  text.length > LONG_TEXT || text.split('\n', LONG_LINES + 1).length > LONG_LINES;
