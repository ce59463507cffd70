/** Laying out a line takes time by the square of its length: letters change by their neighbours, so that each break sets the rest anew. */
const LONGEST = 1_000;
/** Up to a blank where there is one. */
const PIECE = new RegExp(`[^]{1,${LONGEST}}(?<=\\s)|[^]{1,${LONGEST}}`, 'gu');

export const hasLongLine = (text: string): boolean =>
  text.length > LONGEST && text.split('\n').some((line) => line.length > LONGEST);

/** Divides long lines into pieces that are set each alone, whatever elements they consist of. Code does not break. */
export function divideLongLines(made: DocumentFragment): void {
  if (!hasLongLine(made.textContent ?? '')) return;
  let length = 0;
  for (const text of textsOf(made)) {
    length += text.data.length;
    if (length <= LONGEST) continue;
    if (text.data.length <= LONGEST) text.before(document.createElement('wbr'));
    else divide(text);
    length = text.data.length % LONGEST;
  }
}

function textsOf(made: DocumentFragment): Text[] {
  const walker = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  return texts.filter((text) => text.data.trim() !== '' && !text.parentElement?.closest('pre'));
}

function divide(text: Text): void {
  const pieces = text.data.match(PIECE) ?? [];
  text.replaceWith(...pieces.flatMap((piece, at) => (at === 0 ? [piece] : [document.createElement('wbr'), piece])));
}
