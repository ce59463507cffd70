/** A text whose lines have lost their marks. Not for anything that must be exact. */
export const withoutMarks = (text: string): string =>
  text
    .replace(/```[^\n]*\n?/g, ' ')
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/(^|[\s(])[*_~`]+(?=\S)/gm, '$1')
    .replace(/([^\s*_~`])[*_~`]+(?=$|[\s).,!?:;])/gm, '$1')
    .replace(/^[ \t]*(?:#{1,6}|>|[-+*])[ \t]+/gm, '')
    .replace(/\$+/g, '');

const BEGINNING = 500;

/** The beginning of it in one line, for quotes and announcements. */
export const plainOf = (text: string): string => withoutMarks(text.slice(0, BEGINNING)).replace(/\s+/g, ' ').trim();
