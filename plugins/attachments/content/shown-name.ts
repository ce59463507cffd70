const LONGEST = 80;

/** The name of a file in an archive, as it is told to people: nobody has looked at it before. */
export function shownName(name: string): string {
  const plain = name.replace(/[\p{C}\p{Zl}\p{Zp}\ufffd]/gu, '_');
  return plain.length > LONGEST ? `…${plain.slice(1 - LONGEST)}` : plain;
}
