/** A text in one line without its marks, for quotes and announcements. Not for anything that must be exact. */
export const plainOf = (text: string): string =>
  text
    .replace(/```[^\n]*\n?/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(^|[\s(])[*_~`]+(?=\S)/gm, '$1')
    .replace(/(\S)[*_~`]+(?=$|[\s).,!?:;])/gm, '$1')
    .replace(/^\s*(?:#{1,6}|>|[-+*])\s+/gm, '')
    .replace(/\$+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
