/**
 * A code as somebody typed it from a board, a slip or a card: letters and digits only, in one form of Unicode and in capitals.
 * Blanks, dashes of any kind, dots and full-width letters of an input method do not matter.
 */
export const typedCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
