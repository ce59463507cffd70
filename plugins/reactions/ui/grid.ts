/** A line of the grid: the name of a section, or emoji beside each other. */
export type Line<S extends string, T> =
  | { readonly kind: 'title'; readonly section: S }
  | { readonly kind: 'cells'; readonly section: S; readonly cells: readonly T[] };

/** A cell, by its line and its place in it. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Sections → lines of `columns` cells, each section under its title. Sections without cells are left out. */
export function linesOf<S extends string, T>(
  sections: Iterable<readonly [section: S, cells: readonly T[]]>,
  columns: number,
): Line<S, T>[] {
  const lines: Line<S, T>[] = [];
  for (const [section, cells] of sections) {
    if (cells.length > 0) lines.push({ kind: 'title', section });
    for (let at = 0; at < cells.length; at += columns)
      lines.push({ kind: 'cells', section, cells: cells.slice(at, at + columns) });
  }
  return lines;
}

const PAGE = 5;

/** Where a key leads from a cell, or null when it means nothing here. At an end it stays where it is. */
export function moved(lines: readonly Line<string, unknown>[], from: Place, key: string): Place | null {
  const rows = lines.flatMap((line, at) => (line.kind === 'cells' ? [{ line: at, last: line.cells.length - 1 }] : []));
  const at = rows.findIndex(({ line }) => line === from.line);
  const row = (wanted: number) => rows[Math.max(0, Math.min(wanted, rows.length - 1))] ?? { line: 0, last: 0 };
  const down = (by: number): Place => {
    const { line, last } = row(at + by);
    return { line, column: Math.min(from.column, last) };
  };
  if (key === 'ArrowDown') return down(1);
  if (key === 'ArrowUp') return down(-1);
  if (key === 'PageDown') return down(PAGE);
  if (key === 'PageUp') return down(-PAGE);
  if (key === 'Home') return { line: from.line, column: 0 };
  if (key === 'End') return { line: from.line, column: row(at).last };
  if (key === 'ArrowRight')
    return from.column < row(at).last ? right(from) : at < rows.length - 1 ? first(row(at + 1)) : from;
  if (key === 'ArrowLeft') return from.column > 0 ? left(from) : at > 0 ? end(row(at - 1)) : from;
  return null;
}

const right = ({ line, column }: Place): Place => ({ line, column: column + 1 });
const left = ({ line, column }: Place): Place => ({ line, column: column - 1 });
const first = ({ line }: { line: number }): Place => ({ line, column: 0 });
const end = ({ line, last }: { line: number; last: number }): Place => ({ line, column: last });
