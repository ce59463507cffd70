import { MARKDOWN } from './drawing-limits.ts';
import { replaceText } from './typing-keys.ts';

/** Puts a table in the place of its plain text, which was just pasted there; nothing changes where somebody typed on. */
export function asTable(field: HTMLTextAreaElement, from: number, html: string): void {
  const to = field.selectionStart;
  const before = field.value.slice(0, from);
  const table = tableInMarkdown(html);
  if (!table || !/^[^\n]*\t/.test(field.value.slice(from, to)) || isInCode(before)) return;
  const gap = before === '' ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  replaceText(field, from, to, `${gap}${table}\n`);
}

/** A table of a spreadsheet in Markdown, the first row as its heading; undefined where the clipboard's HTML is something else or too much. */
function tableInMarkdown(html: string): string | undefined {
  const pasted = new DOMParser().parseFromString(html, 'text/html');
  const [table, another] = pasted.querySelectorAll('table');
  if (!table || another || pasted.body.textContent?.trim() !== table.textContent?.trim()) return undefined;
  const rows = [...table.rows].map((row) => [...row.cells].flatMap(cellTexts));
  const width = Math.max(...rows.map((cells) => cells.length));
  if (width < 2 || width * rows.length > MARKDOWN.cells) return undefined;
  const lines = rows.map((cells) => lineOf(Array.from({ length: width }, (_, at) => cells[at] ?? '')));
  lines.splice(1, 0, lineOf(Array.from({ length: width }, () => '---')));
  return lines.join('\n');
}

/** A cell over several columns leaves the others empty. */
const cellTexts = (cell: HTMLTableCellElement): string[] => [
  (cell.textContent ?? '').replace(/\s+/g, ' ').trim().replaceAll('|', '\\|'),
  ...Array.from({ length: Math.min(cell.colSpan - 1, MARKDOWN.cells) }, () => ''),
];

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Whether what is pasted stands in code, where columns are columns. */
const isInCode = (before: string): boolean => (before.match(/^[ \t]*(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
