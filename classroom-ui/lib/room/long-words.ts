/** Laying out a word takes time by the square of its length when it has to be broken anywhere. */
const LONGEST = 400;
const PIECE = new RegExp(`\\S{${LONGEST}}(?=\\S)`, 'gu');

export const hasLongWord = (text: string): boolean =>
  text.length > LONGEST && text.split(/\s/).some((word) => word.length > LONGEST);

/** Says where long words may break. In code they never do. */
export function breakLongWords(made: DocumentFragment): void {
  if (!hasLongWord(made.textContent ?? '')) return;
  const walker = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  const words: Text[] = [];
  while (walker.nextNode()) words.push(walker.currentNode as Text);
  for (const word of words)
    if (!word.parentElement?.closest('pre, [data-math]') && hasLongWord(word.data)) breakUp(word);
}

function breakUp(word: Text): void {
  // No text of the engine has U+0000.
  const pieces = word.data.replace(PIECE, '$&\0').split('\0');
  word.replaceWith(...pieces.flatMap((piece, at) => (at === 0 ? [piece] : [document.createElement('wbr'), piece])));
}
