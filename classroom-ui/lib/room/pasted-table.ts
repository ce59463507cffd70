import { MARKDOWN } from './drawing-limits.ts';
import { replaceText } from './typing-keys.ts';

/** Puts a table in the place of its plain text, which was just pasted there; nothing changes where somebody typed on. */
export function asTable(field: HTMLTextAreaElement, from: number, html: string): void {
  const to = field.selectionStart;
  const before = field.value.slice(0, from);
  const table = tableInMarkdown(html);
  if (!table || !field.value.slice(from, to).includes('\t') || isInCode(before)) return;
  const gap = before === '' ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  // A line below would be another row.
  replaceText(field, from, to, `${gap}${table}\n\n`);
}

/** A table of a spreadsheet in Markdown, the first row as its heading; undefined where the clipboard's HTML is something else or too much. */
function tableInMarkdown(html: string): string | undefined {
  const pasted = new DOMParser().parseFromString(html, 'text/html');
  for (const unseen of pasted.body.querySelectorAll('style, script, title, template')) unseen.remove();
  for (const end of pasted.body.querySelectorAll('br, p, div, li')) end.after(' ');
  const [table, another] = pasted.querySelectorAll('table');
  if (!table || pasted.body.textContent?.trim() !== table.textContent?.trim()) return undefined;
  if (another || sizeOf(table) > MARKDOWN.cells) return undefined;
  const rows = rowsOf(table);
  const width = Math.max(...rows.map((cells) => cells.length));
  if (width < 2 || width * rows.length > MARKDOWN.cells) return undefined;
  const lines = rows.map((cells) => lineOf(Array.from({ length: width }, (_, at) => cells[at] ?? '')));
  lines.splice(1, 0, lineOf(Array.from({ length: width }, () => '---')));
  return lines.join('\n');
}

/** So many cells it has at most, as far as the spans of its own cells go. */
const sizeOf = ({ rows }: HTMLTableElement): number =>
  [...rows].reduce(
    (size, { cells }) => size + [...cells].reduce((sum, one) => sum + Math.max(1, one.rowSpan) * one.colSpan, 0),
    0,
  );

/** What stands in each cell. A cell over several columns or rows leaves the others empty. */
function rowsOf({ rows }: HTMLTableElement): string[][] {
  const made: string[][] = Array.from(rows, () => []);
  for (const [at, row] of [...rows].entries()) {
    for (const cell of row.cells) {
      const column = [...(made[at] ?? []), undefined].indexOf(undefined);
      for (const [below, texts] of made.slice(at, at + Math.max(1, cell.rowSpan)).entries())
        for (let more = 0; more < cell.colSpan; more += 1)
          texts[column + more] = below + more === 0 ? textOf(cell) : '';
    }
  }
  return made;
}

const textOf = (cell: HTMLTableCellElement): string =>
  (cell.textContent ?? '').replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Whether what is pasted stands in code, where columns are columns. */
const isInCode = (before: string): boolean => (before.match(/^[ \t]*(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
