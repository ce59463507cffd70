import { type TextMark, withoutStacks } from '../../../engine/client.ts';

// Marks travel through the reader of Markdown as one private letter each, so that no name is taken for formatting and what
// is finished can be kept whatever people are called. The letters are of a plane that no keyboard writes.
const FIRST = 0xf0000;
const MOST = 200;
const LETTER = /[\u{f0000}-\u{f0fff}]/u;
const LETTERS = /[\u{f0000}-\u{f0fff}]/gu;

export interface MarkedText {
  /** What is drawn of the text, with a letter in each mark's place. */
  readonly source: string;
  /** All of it, where the source is its beginning. */
  readonly whole?: string;
  readonly marks: readonly TextMark[];
  /** What was written in each mark's place. */
  readonly written: readonly string[];
}

/** Puts the letters in. A text that has such letters of its own, or more marks than a screen can draw, goes without. */
export function markedText(text: string, marks: readonly TextMark[]): MarkedText {
  if (marks.length === 0 || marks.length > MOST || LETTER.test(text))
    return { source: withoutStacks(text), marks: [], written: [] };
  let source = '';
  let end = 0;
  for (const [at, { from, to }] of marks.entries()) {
    source += text.slice(end, from) + String.fromCodePoint(FIRST + at);
    end = to;
  }
  return {
    source: withoutStacks(source + text.slice(end)),
    marks,
    written: marks.map(({ from, to }) => text.slice(from, to)),
  };
}

/** The pieces of a line: words as they are, and the marks between them. */
export function piecesOf(line: string, { marks }: MarkedText): (string | TextMark)[] {
  if (marks.length === 0) return [line];
  const between = [...line.matchAll(LETTERS)].map(([letter]) => marks[placeOf(letter)]);
  return line
    .split(LETTERS)
    .flatMap((word, at) => [between[at - 1] ?? '', word])
    .filter((piece) => piece !== '');
}

/** Gives back in code and formulas what was written there: they are exact. */
export function unmarkExact(made: DocumentFragment, { written }: MarkedText): void {
  if (written.length === 0) return;
  for (const element of made.querySelectorAll('code, [data-math]')) {
    const text = element.textContent ?? '';
    if (LETTER.test(text)) element.textContent = text.replace(LETTERS, (letter) => written[placeOf(letter)] ?? '');
  }
}

/** Draws the marks of elements that were made from the source. */
export function drawMarks(made: DocumentFragment, marked: MarkedText): void {
  if (marked.marks.length === 0) return;
  const walker = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  const holders: Text[] = [];
  while (walker.nextNode())
    if (LETTER.test((walker.currentNode as Text).data)) holders.push(walker.currentNode as Text);
  for (const holder of holders) {
    const pieces = piecesOf(holder.data, marked);
    holder.replaceWith(...pieces.map((piece) => (typeof piece === 'string' ? piece : elementOf(piece))));
  }
}

function elementOf({ text, strong }: TextMark): HTMLElement {
  const element = document.createElement(strong ? 'mark' : 'span');
  element.className = 'message-mark';
  element.textContent = text;
  return element;
}

const placeOf = (letter: string): number => (letter.codePointAt(0) ?? 0) - FIRST;
