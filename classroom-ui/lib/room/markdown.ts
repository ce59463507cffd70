import DOMPurify from 'dompurify';
import type { Token } from 'markdown-it';
import { frameCode } from './code-frame.ts';
import { MARKDOWN } from './drawing-limits.ts';
import { messageMarkdown as markdown } from './message-markdown.ts';
import { directBlocks } from './text-direction.ts';

const TAGS = 'p br strong em s code pre a ul ol li blockquote hr table thead tbody tr th td span'.split(' ');
const ATTRIBUTES = ['href', 'target', 'rel', 'class', 'start', 'value', 'data-marker', 'data-math'];

/** DOMPurify holds every attribute's value against this: these protocols, or no protocol at all. */
const ADDRESSES = /^(?:(?:https?|mailto):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i;

/**
 * The safe elements of one message: never a string of HTML that somebody parses again. Two walls: the reader escapes tags, then
 * DOMPurify lets through only what is on the list above.
 */
export function renderMarkdown(text: string): DocumentFragment {
  markdown.set({ linkify: text.split(ADDRESS, MARKDOWN.addresses + 2).length <= MARKDOWN.addresses + 1 });
  const tokens = cellsIn(text) > MARKDOWN.cells ? [] : markdown.parse(text, {});
  if (tokens.length === 0 || !isDrawable(tokens)) return sourceOf(text);
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

/** What stands for a text that is too much to draw, or of which Markdown makes nothing: what its author wrote. */
function sourceOf(text: string): DocumentFragment {
  const made = document.createDocumentFragment();
  const source = document.createElement('p');
  source.className = 'message-source';
  source.textContent = text;
  made.append(source);
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
