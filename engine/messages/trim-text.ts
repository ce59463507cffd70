/** Blank lines, and the mark that some editors put in front of a text. */
const BEGINNING = /^\s*[\n\r\u2028\u2029\ufeff]/;

/** A message without what nobody sees at its ends. Blanks in front of the first words stay: poems, code and tables are set in by them. */
export const trimText = (text: string): string => text.trimEnd().replace(BEGINNING, '');
