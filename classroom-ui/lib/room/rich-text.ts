import { lazy } from '#lib/kit/lazy.svelte.ts';
import type { Enricher } from './enricher.ts';
import { divideLongLines } from './long-lines.ts';
import { drawMarks, type MarkedText, unmarkExact } from './marked-text.ts';

/**
 * A message's text with formatting, maths and coloured code. Everything dear is fetched once a message that needs it stands
 * on the screen: the reader of Markdown (for any mark), KaTeX (for a formula), highlight.js (for code that names its
 * language). Finished messages are kept, so that a row which scrolls back into view is not made again.
 */
export interface RichText {
  readonly made: DocumentFragment;
  /** Whether nothing is left to fetch for it. */
  readonly whole: boolean;
}

interface Dear {
  /** Which elements need it. */
  readonly marks: string;
  readonly load: () => Promise<{ readonly enricher: Enricher }>;
  here?: Enricher;
}
const DEAR: readonly Dear[] = [
  { marks: '[data-math]', load: lazy(() => import('./fill-math.ts')) },
  { marks: 'pre > code[class]', load: lazy(() => import('./highlight-code.ts')) },
];

/** What a page of dear texts may take of one frame: the others wait for an idle moment each. */
const FRAME_MS = 24;
const frame = {
  spent: 0,
  hasTime: () => frame.spent < FRAME_MS,
  spend(ms: number): void {
    if (frame.spent === 0) requestAnimationFrame(() => (frame.spent = 0));
    frame.spent += ms;
  },
};

const KEPT = 400;
const finished = new Map<string, DocumentFragment>();
const markdown = lazy(() => import('./markdown.ts'));
let reader: Awaited<ReturnType<typeof markdown>> | undefined;

/** As much of it as can be made at once; undefined before the reader of Markdown is here, and when this frame has no time left. */
export function richNow(text: MarkedText): RichText | undefined {
  const kept = finished.get(keyOf(text));
  if (kept) return { made: withMarks(copyOf(kept), text), whole: true };
  if (!reader || !frame.hasTime()) return undefined;
  const from = performance.now();
  const made = finish(read(reader, text), text);
  frame.spend(performance.now() - from);
  return made;
}

function finish(made: DocumentFragment, text: MarkedText): RichText {
  const whole = missingFor(made).length === 0;
  for (const { marks, here } of DEAR) if (here && made.querySelector(marks) && !here.needs(made)) here.enrich(made);
  if (whole) keep(keyOf(text), copyOf(made));
  return { made: withMarks(made, text), whole };
}

function read({ renderMarkdown }: NonNullable<typeof reader>, text: MarkedText): DocumentFragment {
  const made = renderMarkdown(text.source, text.whole);
  unmarkExact(made, text);
  divideLongLines(made);
  return made;
}

/** What is finished is the same whatever the marks say; in code it is what was written. No text has the sign between. */
const keyOf = ({ source, whole = '', written }: MarkedText): string => [source, whole, ...written].join('\0');

/**
 * Fetches what a text lacks and draws it, first without maths and colours.
 * @param maySpend settles when there is time to fetch, to false when nobody looks any more
 * @throws when something cannot be fetched
 */
export async function richLater(
  text: MarkedText,
  draw: (made: DocumentFragment) => void,
  maySpend: () => Promise<boolean>,
): Promise<void> {
  if (!(await maySpend())) return;
  reader ??= await markdown();
  const made = read(reader, text);
  const missing = missingFor(made);
  if (missing.length > 0) {
    draw(withMarks(copyOf(made), text));
    if (!(await maySpend())) return;
    await Promise.all(missing.map((dear) => bring(dear, made)));
  }
  draw(finish(made, text).made);
}

const missingFor = (made: DocumentFragment): Dear[] =>
  DEAR.filter(({ marks, here }) => made.querySelector(marks) && (!here || here.needs(made)));

async function bring(dear: Dear, made: DocumentFragment): Promise<void> {
  dear.here ??= (await dear.load()).enricher;
  await dear.here.fetch(made);
}

function keep(text: string, made: DocumentFragment): void {
  finished.set(text, made);
  const oldest = finished.keys().next().value;
  if (finished.size > KEPT && oldest !== undefined) finished.delete(oldest);
}

function withMarks(made: DocumentFragment, text: MarkedText): DocumentFragment {
  drawMarks(made, text);
  return made;
}

const copyOf = (made: DocumentFragment): DocumentFragment => made.cloneNode(true) as DocumentFragment;
