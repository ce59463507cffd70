/** What it costs to lay elements out. */
export interface DrawnSize {
  readonly elements: number;
  readonly depth: number;
}

/** Counted without recursion: elements may be nested deeper than any stack. */
export function sizeOf(root: ParentNode & Node): DrawnSize {
  const size = { elements: 0, depth: 0 };
  for (let level = [...root.children]; level.length > 0; level = level.flatMap(({ children }) => [...children])) {
    size.elements += level.length;
    size.depth += 1;
  }
  return size;
}
