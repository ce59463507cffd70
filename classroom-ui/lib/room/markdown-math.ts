import type { MarkdownIt } from 'markdown-it';

/** `$…$` and `$$…$$` become marked spans that are filled once KaTeX is there. "$5 and $6" stays money. */
export function addMath(markdown: MarkdownIt): void {
  markdown.inline.ruler.after('escape', 'math', (state, silent) => {
    const found = mathAt(state.src, state.pos);
    if (!found) return false;
    if (!silent) {
      const token = state.push('math', 'span', 0);
      token.content = found.tex;
      token.meta = { display: found.display };
    }
    state.pos = found.end;
    return true;
  });
  markdown.renderer.rules.math = (tokens, at) => {
    const token = tokens[at];
    const kind = token?.meta?.display ? 'block' : 'inline';
    return `<span data-math="${kind}">${markdown.utils.escapeHtml(token?.content ?? '')}</span>`;
  };
}

/** The formula that begins at a position, and where it ends. */
export function mathAt(text: string, from: number): { tex: string; display: boolean; end: number } | null {
  if (text[from] !== '$') return null;
  const display = text[from + 1] === '$';
  const mark = display ? '$$' : '$';
  const start = from + mark.length;
  const end = text.indexOf(mark, start);
  if (end <= start) return null;
  const tex = text.slice(start, end);
  const isMoney = !display && (/^\s|\s$/.test(tex) || /\d/.test(text[end + 1] ?? ''));
  return isMoney ? null : { tex, display, end: end + mark.length };
}
