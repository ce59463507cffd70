import Markdown, { type MarkdownIt, type StateBlock, type Token } from 'markdown-it';

/** No cell vanishes: a row that has more cells than the heading makes the table wider. */
export function keepAllCells(markdown: MarkdownIt): void {
  // A reader with nothing but tables and paragraphs: its first rule is that of tables.
  const [table] = new Markdown('zero').enable('table').block.ruler.getRules('');
  if (!table) throw new Error('The reader of Markdown has no tables.');
  markdown.block.ruler.at('table', (state, startLine, endLine, silent) => {
    const first = state.tokens.length;
    if (!table(state, startLine, endLine, silent)) return false;
    if (!silent) state.tokens.push(...widened(state, state.tokens.splice(first)).map(aligned));
    return true;
  });
}

/** The side a column is set to, as a class: styles are let through nowhere. */
function aligned(token: Token): Token {
  const side = /^text-align:(\w+)$/.exec(String(token.attrGet('style') ?? ''))?.[1];
  if (side) token.attrs = [['class', `align-${side}`]];
  return token;
}

function widened(state: StateBlock, tokens: readonly Token[]): Token[] {
  const rows = tokens.filter(({ type }) => type === 'tr_open').map(({ map }) => cellsOf(state, map?.[0] ?? 0));
  const width = Math.max(...rows.map((cells) => cells.length));
  const heading = rows[0]?.length ?? 0;
  if (width <= heading) return [...tokens];
  let row = 0;
  return tokens.flatMap((token) => {
    if (token.type !== 'tr_close') return [token];
    const tag = row === 0 ? 'th' : 'td';
    const cells = rows[row++] ?? [];
    const more = Array.from({ length: width - heading }, (_, at) => cells[heading + at] ?? '');
    return [...more.flatMap((text) => cellOf(state, tag, text, token.level)), token];
  });
}

/** The cells of a line as the reader of tables parts them: at bars without a backslash, without empty ones at the ends. */
function cellsOf({ src, bMarks, tShift, eMarks }: StateBlock, line: number): string[] {
  const text = src.slice((bMarks[line] ?? 0) + (tShift[line] ?? 0), eMarks[line]).trim();
  const cells = text.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|'));
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells;
}

function cellOf({ Token }: StateBlock, tag: 'th' | 'td', text: string, level: number): Token[] {
  const open = new Token(`${tag}_open`, tag, 1);
  const inline = new Token('inline', '', 0);
  const close = new Token(`${tag}_close`, tag, -1);
  for (const token of [open, inline, close]) Object.assign(token, { block: true, level });
  Object.assign(inline, { content: text.trim(), children: [], level: level + 1 });
  return [open, inline, close];
}
