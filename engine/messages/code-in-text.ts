// Which parts of a message are code, as its reader draws them. Nothing in code has another meaning: no name rings there.

/** From where to where in a text, in UTF-16 units, without the end. */
export type TextRange = readonly [from: number, to: number];

/** In front of a block's mark: the marks of quotes and lists around it. */
const AROUND = String.raw`^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])[ \t])*`;
const FENCE = new RegExp(`${AROUND} {0,3}(\`{3,}(?=[^\`]*$)|~{3,})`);
const FENCE_END = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/;
const SET_IN = /^(?: {4}| {0,3}\t)/;
/** A block of its own, which a paragraph does not go on. */
const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/;

/** Blocks between ``` or ~~~, paragraphs whose every line is set in by four blanks, and pieces between backticks. */
export function codeInText(text: string): TextRange[] {
  const code: TextRange[] = [];
  let paragraph = 0;
  let fence = '';
  let begins = true;
  let setIn = 0;
  for (let at = 0; at <= text.length; ) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    const mark: string = fence === '' ? (FENCE.exec(line)?.[1] ?? '') : '';
    if (begins && fence === '' && mark === '') setIn = setInEnd(text, at);
    const isCode: boolean = fence !== '' || mark !== '' || at < setIn;
    if (isCode || line.trim() === '') code.push(...codeSpans(text, paragraph, at));
    if (isCode) code.push([at, end]);
    if (isCode || line.trim() === '') paragraph = end + 1;
    const closes = mark === '' && fence !== '' && ends(fence, line);
    if (mark !== '') fence = mark;
    else if (closes) fence = '';
    begins = closes || line.trim() === '' || HEADING.test(line);
    at = end + 1;
  }
  return [...code, ...codeSpans(text, paragraph, text.length)];
}

/** Where a paragraph ends whose every line is set in; of any other, where it begins. */
function setInEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    if (line.trim() === '') break;
    if (!SET_IN.test(line)) return from;
    at = end + 1;
  }
  return at;
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

const ends = (fence: string, line: string): boolean => {
  const mark = FENCE_END.exec(line)?.[1] ?? '';
  return mark[0] === fence[0] && mark.length >= fence.length;
};

function codeSpans(text: string, from: number, to: number): TextRange[] {
  const spans: TextRange[] = [];
  const part = text.slice(0, to);
  for (let at = part.indexOf('`', from); at >= 0; ) {
    if (isEscaped(part, at, from)) {
      at = part.indexOf('`', at + 1);
      continue;
    }
    const end = codeSpanEnd(part, at);
    if (end !== undefined) spans.push([at, end]);
    at = part.indexOf('`', end ?? at + runOfBackticks(part, at));
  }
  return spans;
}

/** Behind a backslash that has none of its own, a sign means nothing. */
function isEscaped(text: string, at: number, from: number): boolean {
  let before = at;
  while (before > from && text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

/** Where the code ends that begins at a position: at as many backticks as it began with; undefined where none begins. */
export function codeSpanEnd(text: string, at: number): number | undefined {
  const run = runOfBackticks(text, at);
  if (run === 0 || isApostrophe(text, at)) return undefined;
  for (let close = text.indexOf('`', at + run); close >= 0; ) {
    const length = runOfBackticks(text, close);
    if (length === run) return close + run;
    close = text.indexOf('`', close + length);
  }
  return undefined;
}

export function runOfBackticks(text: string, at: number): number {
  let run = 0;
  while (text[at + run] === '`') run += 1;
  return run;
}

const LETTER = /[\p{L}\p{N}]/u;
/** A backtick inside a word, as people type don`t. */
export const isApostrophe = (text: string, at: number): boolean =>
  LETTER.test(text[at - 1] ?? '') && LETTER.test(text[at + 1] ?? '');
