import { isPlain } from './plain-text.ts';

/**
 * A message's text with formatting, maths and highlighted code. Everything dear is fetched when a message first needs it:
 * Markdown (for any mark), KaTeX (for a formula), highlight.js (for a block of code). Finished messages are kept, so that a
 * row which scrolls back into view has its full height at once.
 */
type Markdown = typeof import('./markdown.ts');

const KEPT = 400;
const finished = new Map<string, DocumentFragment>();
let markdown: Markdown | undefined;
let loading: Promise<Markdown> | undefined;

function loadRichText(): Promise<Markdown> {
  loading ??= import('./markdown.ts').then((loaded) => {
    markdown = loaded;
    return loaded;
  });
  return loading;
}

/** The finished elements when everything they need is here, or undefined. */
export function richNow(text: string): DocumentFragment | undefined {
  const kept = finished.get(text);
  if (kept) return copyOf(kept);
  if (!markdown) return undefined;
  const made = markdown.renderMarkdown(text);
  if (needsMore(made)) return undefined;
  return copyOf(keep(text, made));
}

/** The finished elements, after fetching what is missing. `early` gets the formatted text before maths and code are ready. */
export async function richLater(text: string, early: (made: DocumentFragment) => void): Promise<DocumentFragment> {
  const { renderMarkdown } = await loadRichText();
  const made = renderMarkdown(text);
  if (needsMore(made)) {
    early(copyOf(made));
    await (await import('./enrich.ts')).enrich(made);
  }
  return copyOf(keep(text, made));
}

/**
 * Prepares messages that are loaded but not on the screen yet, newest first, while the page has nothing else to do: so they
 * have their full height when they are scrolled to. Answers how to stop.
 */
export function prepareRichText(texts: readonly string[]): () => void {
  let wanted = true;
  const run = async () => {
    for (const text of texts.toReversed()) {
      if (isPlain(text) || finished.has(text)) continue;
      await idle();
      if (!wanted) return;
      await richLater(text, () => {});
    }
  };
  run().catch(() => {}); // Without a connection it is tried again when the message is drawn.
  return () => {
    wanted = false;
  };
}

const idle = () =>
  new Promise<unknown>((done) => ('requestIdleCallback' in window ? requestIdleCallback(done) : setTimeout(done, 50)));

const needsMore = (made: DocumentFragment): boolean => made.querySelector('[data-math], pre') !== null;

function keep(text: string, made: DocumentFragment): DocumentFragment {
  finished.set(text, made);
  const oldest = finished.keys().next().value;
  if (finished.size > KEPT && oldest !== undefined) finished.delete(oldest);
  return made;
}

const copyOf = (made: DocumentFragment): DocumentFragment => made.cloneNode(true) as DocumentFragment;
