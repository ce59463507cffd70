import type { MarkdownIt, StateBlock, StateInline, Token } from 'markdown-it';
import { FORMULAS } from './drawing-limits.ts';
import { formulaAt, isFormula } from './formula-at.ts';

/**
 * `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and blocks of code named `math` become marked spans that are filled once KaTeX is there.
 * What they hold is kept as it was written.
 */
export function addMath(markdown: MarkdownIt): void {
  const { escapeHtml } = markdown.utils;
  markdown.inline.ruler.before('escape', 'math', inlineRule);
  // Before everything that would read a line of the formula as a list, a heading, a quote or a rule.
  const alt = ['paragraph', 'blockquote', 'list'];
  markdown.block.ruler.before('table', 'math_block', blockRule, { alt });
  const spanOf = (tex: string, kind: 'block' | 'inline') =>
    `<span data-math="${kind}">${escapeHtml(tex.trim())}</span>`;
  const blockOf = (tex: string) => `<p>${spanOf(tex, 'block')}</p>\n`;
  const contentOf = (tokens: readonly Token[], at: number) => tokens[at]?.content ?? '';
  markdown.renderer.rules.math = (tokens, at) =>
    spanOf(contentOf(tokens, at), tokens[at]?.meta?.display ? 'block' : 'inline');
  markdown.renderer.rules.math_block = (tokens, at) => blockOf(contentOf(tokens, at));
  const fence = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, at, options, env, self) =>
    tokens[at]?.info.trim() === 'math'
      ? blockOf(contentOf(tokens, at))
      : (fence?.(tokens, at, options, env, self) ?? '');
}

function inlineRule(state: StateInline, silent: boolean): boolean {
  const found = formulaAt(state.src, state.pos);
  if (!found) return false;
  if (!silent) {
    const token = state.push('math', 'span', 0);
    token.content = found.tex;
    token.meta = { display: found.display };
  }
  state.pos = found.end;
  return true;
}

/** From `$$` or `\[` at the beginning of a line to its counterpart at the end of one. */
function blockRule(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const open = lineOf(state, startLine).slice(0, 2);
  if (open !== '$$' && open !== '\\[') return false;
  const rows: string[] = [];
  let length = 0;
  for (let line = startLine; line < endLine; line += 1) {
    if ((state.sCount[line] ?? 0) < state.blkIndent) return false;
    const row = line === startLine ? lineOf(state, line).slice(2) : lineOf(state, line);
    const close = row.indexOf(open === '$$' ? '$$' : '\\]');
    rows.push(close < 0 ? row : row.slice(0, close));
    length += row.length;
    if (length > FORMULAS.characters) return false;
    // Behind words an empty line ends the formula; marks on lines of their own hold it together.
    if (close < 0 && (row !== '' || rows[0] === '')) continue;
    if (close < 0 || row.length > close + 2 || !isFormula(rows.join('\n'))) return false;
    if (!silent) pushBlock(state, rows, startLine, line + 1);
    return true;
  }
  return false;
}

const lineOf = ({ src, bMarks, tShift, eMarks }: StateBlock, line: number): string =>
  src.slice((bMarks[line] ?? 0) + (tShift[line] ?? 0), eMarks[line]).trimEnd();

function pushBlock(state: StateBlock, rows: readonly string[], from: number, to: number): void {
  const token = state.push('math_block', 'p', 0);
  token.content = rows.filter((row) => row !== '').join('\n');
  token.map = [from, to];
  state.line = to;
}
