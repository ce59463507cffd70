import { withoutMarks } from '../../../engine/client.ts';
import { frameCode } from './code-frame.ts';
import { divideLongLines } from './long-lines.ts';
import { paragraphsOf } from './plain-text.ts';

/** A block of code and the word after its fence; one that is not closed goes to the end, as in Markdown. */
const FENCED = /^```(.*)\n([\s\S]*?)(?:^```[ \t]*$|(?![\s\S]))/gm;

/** More paragraphs and blocks of code than these are not made one by one. */
const MOST = 200;

/**
 * A text with marks as it stands until the reader of Markdown is here: words, lines and code where they are going to be,
 * without most marks. Whatever the text says, it is text: nothing in it becomes an element or a link.
 */
export function sketchText(text: string): DocumentFragment {
  const parts: HTMLElement[] = [];
  let from = 0;
  for (const { 0: whole, 1: language = '', 2: code = '', index } of text.matchAll(FENCED)) {
    parts.push(...wordsOf(text.slice(from, index)), codeOf(code, language.trim()));
    from = index + whole.length;
  }
  parts.push(...wordsOf(text.slice(from)));
  const sketch = document.createDocumentFragment();
  sketch.append(...(parts.length <= MOST ? parts : [element('p', text)]));
  divideLongLines(sketch);
  frameCode(sketch);
  return sketch;
}

const wordsOf = (text: string): HTMLElement[] =>
  text.trim() === '' ? [] : paragraphsOf(withoutMarks(text)).map((lines) => element('p', lines.join('\n')));

function codeOf(text: string, language: string): HTMLElement {
  const code = element('code', text);
  if (language) code.className = `language-${language}`;
  const pre = element('pre', '');
  pre.append(code);
  return pre;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
