/** Where a class code is typed: a page of its school. */
export const joinPath = (school: string): string => `/${school}/join`;

/** What follows `#` stays in the browser: the code is in no log of a server. */
export const codeLink = (school: string, code: string): string => `${location.origin}${joinPath(school)}#${code}`;

/** As it is read from a board: in two halves. Where it is typed, hyphens do not matter. */
export function inHalves(code: string): string {
  const half = Math.ceil(code.length / 2);
  return code.length < 6 ? code : `${code.slice(0, half)}-${code.slice(half)}`;
}

/** The code of a link that was opened. */
export const codeOfHash = (hash: string): string => decodeHash(hash.replace(/^#/, '')).slice(0, 32);

function decodeHash(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
