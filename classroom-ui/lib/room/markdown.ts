import DOMPurify from 'dompurify';
import type { Token } from 'markdown-it';
import { frameCode } from './code-frame.ts';
import { MARKDOWN } from './drawing-limits.ts';
import { laterWords } from './later-words.ts';
import { messageMarkdown as markdown } from './message-markdown.ts';
import { directBlocks } from './text-direction.ts';

const TAGS = 'p br strong em s code pre a ul ol li blockquote hr table thead tbody tr th td span'.split(' ');
const ATTRIBUTES = ['href', 'target', 'rel', 'class', 'start', 'value', 'data-marker', 'data-math'];

/** DOMPurify holds every attribute's value against this: these protocols, or no protocol at all. */
const ADDRESSES = /^(?:(?:https?|mailto):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i;

/**
 * The safe elements of one message: never a string of HTML that somebody parses again. Two walls: the reader escapes tags, then
 * DOMPurify lets through only what is on the list above.
 * @param whole the text of which this is a part: where the whole is too much to draw, so is each part of it
 */
export function renderMarkdown(text: string, whole = text): DocumentFragment {
  const tokens = whole === text || drawable(whole) ? drawable(text) : undefined;
  if (!tokens) return tooMuch(text);
  if (tokens.length === 0) return sourceOf(text);
  const made = DOMPurify.sanitize(markdown.renderer.render(tokens, markdown.options, {}), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: ADDRESSES,
    RETURN_DOM_FRAGMENT: true,
  });
  if (made.textContent?.trim() === '' && !made.querySelector('hr, li, pre, td')) return sourceOf(text);
  directBlocks(made);
  frameCode(made);
  return made;
}

/** What is read of a text; undefined where no screen should draw it. */
function drawable(text: string): Token[] | undefined {
  if (cellsIn(text) > MARKDOWN.cells) return undefined;
  markdown.set({ linkify: text.split(ADDRESS, MARKDOWN.addresses + 2).length <= MARKDOWN.addresses + 1 });
  const tokens = markdown.parse(text, {});
  return isDrawable(tokens) ? tokens : undefined;
}

/** What stands for a text of which Markdown makes nothing, or too much: what its author wrote. */
function sourceOf(text: string): DocumentFragment {
  const made = document.createDocumentFragment();
  made.append(paragraph('message-source', text));
  return made;
}

function tooMuch(text: string): DocumentFragment {
  const made = sourceOf(text);
  made.prepend(paragraph('message-note', laterWords.source.tooMuch));
  return made;
}

function paragraph(name: string, text: string): HTMLElement {
  const made = document.createElement('p');
  made.className = name;
  made.textContent = text;
  return made;
}

/** What the link finder looks at: from each, it may read to the end of the text. */
const ADDRESS = /:\/\/|mailto:/i;

/** The line under a table's heading, also inside quotes and lists. */
const TABLE = /^(?=[^-]*-)[ \t>|:*+\d.)-]+$/;

/** At most so many cells a text's tables can have. Markdown fills up short rows: a few characters could make thousands. */
function cellsIn(text: string): number {
  let cells = 0;
  let columns = 0;
  for (const line of text.split('\n')) {
    if (TABLE.test(line)) columns = Math.max(columns, line.split('|').length);
    else if (line.trim() === '') columns = 0;
    cells += columns;
  }
  return cells;
}

/** What becomes of a token, in elements: code-frame.ts makes more of a block of code. */
const ELEMENTS: Readonly<Record<string, number>> = { fence: 6, code_block: 6, heading_open: 2 };

/** Whether no screen is held up by so many elements, and no layout ends in nesting. */
function isDrawable(tokens: readonly Token[]): boolean {
  let elements = 0;
  let depth = 0;
  for (const { type, tag, nesting, hidden } of tokens.flatMap((token) => [token, ...(token.children ?? [])])) {
    if (tag !== '' && !hidden && nesting >= 0) elements += ELEMENTS[type] ?? 1;
    depth += nesting;
    if (elements > MARKDOWN.elements || depth > MARKDOWN.depth) return false;
  }
  return true;
}
