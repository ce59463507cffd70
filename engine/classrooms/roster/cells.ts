/** Something that is meant to be an address, however it is dressed: `<ana@school.example>`, `mailto:…`, `Ana <…>`. */
export const ADDRESS = /^(?:[^@]*<)?[^\s@,;<>"]+@[^\s@,;<>"]+>?$/;

/** An address without its dress, and the name that stands before it. */
export function addressIn(cell: string): { address: string; name: string } {
  const [, name = '', address = cell] = /^([^<>]*)<([^<>]*)>\s*$/.exec(cell) ?? [];
  return { address: address.replace(/^\s*(?:mailto:|['‘’`])/i, '').replace(BEHIND, ''), name: name.trim() };
}

/** What stays behind an address when it is cut out of a sentence or a list. */
const BEHIND = /(?<![\s,;:.'’`])[\s,;:.'’`]+$/;

const QUOTES = ['""', "''", '“”', '„“', '„”', '‘’', '«»', '»«'];

/** Without the quotes around all of it, and without `="…"`, by which Excel is told to keep a text as it is. */
export function unquoted(cell: string): string {
  const text = cell.startsWith('="') ? cell.slice(1) : cell;
  const isQuoted = text.length > 1 && QUOTES.includes(`${text.at(0)}${text.at(-1)}`);
  return (isQuoted ? text.slice(1, -1) : text).trim();
}

/** Scripts in which the family name stands first, without a blank behind it. */
const FAMILY_FIRST = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}々ー]+$/u;
export const isFamilyFirst = (...parts: readonly string[]): boolean => parts.every((part) => FAMILY_FIRST.test(part));

/** `Jansen, Piet` is Piet Jansen. */
export const LAST_FIRST = /^([^,]+),([^,]+)$/;
const SUFFIX = /^\s*(jr|sr|[iv]+|phd|md|ba|ma|msc|bsc)\.?\s*$/i;

export const isLastFirst = (name: string): boolean => {
  const found = LAST_FIRST.exec(name);
  return found !== null && !SUFFIX.test(found[2] ?? '') && found[1]?.trim() !== '' && found[2]?.trim() !== '';
};

export const turned = (name: string): string =>
  isLastFirst(name)
    ? name.replace(LAST_FIRST, (_, last: string, first: string) => `${first.trim()} ${last.trim()}`)
    : name;
