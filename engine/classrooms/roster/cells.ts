/** Something that is meant to be an address, however it is dressed: `<ana@school.example>`, `mailto:…`, `Ana <…>`. */
export const ADDRESS = /^(?:[^@]*<)?[^\s@,;<>"]+@[^\s@,;<>"]+>?$/;

/** An address without its dress, and the name that stands before it. */
export function addressIn(cell: string): { address: string; name: string } {
  const [, name = '', address = cell] = /^([^<>]*)<([^<>]*)>\s*$/.exec(cell) ?? [];
  return { address: address.replace(/^\s*mailto:/i, ''), name: name.trim() };
}

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
