// What a reader's machine does for somebody else's words has limits: a browser's layout of elements that are nested too
// deeply ends its tab, and thousands of them hold the page up. What exceeds a limit is shown as its source. The numbers keep
// the drawing of the worst message that we know below 100 ms (renderer-fuzz.ui.test.ts).

/** Of one message, without what is inside formulas and coloured code. Where there are more addresses, none becomes a link. */
export const MARKDOWN = { elements: 1_000, depth: 24, cells: 600, addresses: 100 };

/** Characters and depth are of one formula, elements of all formulas in one message: each counts as `least` at least. */
export const FORMULAS = { characters: 1_000, depth: 100, elements: 1_200, least: 12 };

/** Characters and elements are of all coloured code in one message. Long lines make highlight.js slow by their square. */
export const CODE = { characters: 3_000, line: 250, elements: 1_000, depth: 24 };
