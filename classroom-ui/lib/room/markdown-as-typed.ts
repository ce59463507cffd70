import type { MarkdownIt, StateBlock, StateCore, StateInline, Token } from 'markdown-it';
import { isApostrophe } from '../../../engine/messages/code-in-text.ts';
import { addOperators } from './markdown-operators.ts';
import { hideSigns, showSigns } from './markdown-signs.ts';

/**
 * Markdown as people in a class type it. What is typed can be read: a sign vanishes only where its author meant a format.
 * So products, paths, counts that go down, comparisons, blanks and definitions in brackets stay what they are.
 */
export function keepAsTyped(markdown: MarkdownIt): void {
  // Headings under a line, definitions of links and names of characters make what was typed vanish.
  markdown.disable(['lheading', 'reference', 'entity']);
  addOperators(markdown);
  markdown.block.ruler.at('code', setInCode);
  markdown.core.ruler.after('normalize', 'hide', (state) => {
    state.src = hideSigns(state.src);
  });
  markdown.core.ruler.after('block', 'show', showBlocks);
  markdown.inline.ruler.at('newline', newline);
  markdown.inline.ruler.at('escape', backslash);
  markdown.inline.ruler.before('backticks', 'apostrophe', apostrophe);
  markdown.renderer.rules.softbreak = () => '<br>';
  const item = markdown.renderer.rules.list_item_open;
  markdown.renderer.rules.list_item_open = (tokens, at, options, env, self) => {
    markItem(tokens[at] as Token, tokens[at + 2]);
    return item?.(tokens, at, options, env, self) ?? self.renderToken(tokens, at, options);
  };
}

function showBlocks(state: StateCore): void {
  const lines = state.src.split('\n');
  for (const token of state.tokens) {
    token.content = showSigns(token.content);
    token.info = showSigns(token.info);
    // A list's short paragraphs are paragraphs too: blanks and directions are kept in one way for all.
    if (token.type === 'paragraph_open' || token.type === 'paragraph_close') token.hidden = false;
    if (token.type === 'fence') keepFirstLine(token);
    if (token.type === 'inline' && token.level === 1 && token.map)
      token.content = (/^[ \t]*/.exec(lines[token.map[0]] ?? '')?.[0] ?? '') + token.content;
  }
}

/**
 * Paragraphs whose every line is set in by four blanks are code. Of others a first line that is set in belongs to a poem, or to
 * a table whose first cell is empty.
 */
function setInCode(state: StateBlock, startLine: number, endLine: number): boolean {
  const depth = (line: number) => (state.sCount[line] ?? 0) - state.blkIndent;
  const goesOn = (line: number) => line < endLine && !state.isEmpty(line) && depth(line) >= 0;
  let last = startLine;
  for (let line = startLine; goesOn(line) && depth(line) >= 4; ) {
    while (goesOn(line) && depth(line) >= 4) line += 1;
    if (goesOn(line)) break;
    last = line;
    while (line < endLine && state.isEmpty(line)) line += 1;
  }
  if (last === startLine) return false;
  const token = state.push('code_block', 'code', 0);
  token.content = `${state.getLines(startLine, last, 4 + state.blkIndent, false)}\n`;
  token.map = [startLine, last];
  state.line = last;
  return true;
}

/** Behind the marks of a block stands the name of a language. Anything else is its first line, typed a line too high. */
function keepFirstLine(token: Token): void {
  if (!/^\s*[\w+#.-]*\s*$/.test(token.info)) {
    token.content = `${token.info.trim()}\n${token.content}`;
    token.info = '';
  }
  const end = token.content.trimEnd();
  if (end.endsWith(token.markup)) token.content = `${end.slice(0, -token.markup.length)}\n`;
}

/** Keeps the blanks at the beginning of the next line. */
function newline(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '\n') return false;
  if (!silent) state.push('softbreak', 'br', 0);
  state.pos += 1;
  return true;
}

/** What a backslash takes the meaning from, brackets where there could be a link; at the beginning of a line, also what would begin a list, a heading or a quote. */
const ESCAPED = /^[*_~`$[\]]$/;
const ESCAPED_FIRST = /^[-+#>]$/;

/** In a path a backslash is a letter like any other, and so is what follows it. */
function backslash(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  const sign = src[pos + 1] ?? '';
  if (src[pos] !== '\\' || !/^[!-/:-@[-`{-~]$/.test(sign)) return false;
  const before = src.slice(src.lastIndexOf('\n', pos - 1) + 1, pos);
  const first = before.trim() === '' ? ESCAPED_FIRST.test(sign) : /^\s*\d+$/.test(before) && /^[.)]$/.test(sign);
  const escapes = ESCAPED.test(sign) && (!/[[\]]/.test(sign) || src.includes(']('));
  const taken = first || (escapes && !DRIVE.test(before) && (sign === '$' || !isOfPath(before, src[pos + 2] ?? '')));
  if (!silent) state.push('text_special', '', 0).content = taken ? sign : `\\${sign}`;
  state.pos += 2;
  return true;
}

/** A path of Windows up to here: no sign in it means anything. */
const DRIVE = /(?:^|[\s"'(])[A-Za-z]:(?:\\[^\s\\]*)*$/;

const isOfPath = (before: string, after: string): boolean =>
  /[\\:/¯]$/.test(before) || (/[\p{L}\p{N}.]$/u.test(before) && /[\p{L}\p{N}.*_]/u.test(after));

function apostrophe(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '`' || !isApostrophe(state.src, state.pos)) return false;
  if (!silent) state.pending += '`';
  state.pos += 1;
  return true;
}

/** Items keep the numbers they were given, also when those go down. A plus stays one, and a minus before a number. */
function markItem(token: Token, first: Token | undefined): void {
  if (token.info !== '')
    token.attrs = [
      ['value', token.info],
      ['data-marker', `${token.info}${token.markup}`],
    ];
  else if (token.markup === '+' || (token.markup === '-' && /^[\d.,]/.test(first?.content ?? '')))
    token.attrs = [['data-marker', token.markup]];
}
