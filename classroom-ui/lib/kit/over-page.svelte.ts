import { goto } from '$app/navigation';
import { navigating, page } from '$app/state';

/** How what lies over the page is closed, the last opened at the end. Each has an entry of its own in the history. */
const over: (() => void)[] = [];
/** Entries are being taken back. */
let isGoingBack = false;

/** A browser that goes back takes milliseconds; where it cannot, nobody waits for it. */
const PATIENCE_MS = 500;

/** From now on Back closes this, before anything that was opened earlier. Answers how to say that it is closed. */
export function opened(close: () => void): () => void {
  const one = () => close();
  over.push(one);
  setTimeout(settle);
  return () => {
    const at = over.indexOf(one);
    if (at >= 0) over.splice(at, 1);
    setTimeout(settle);
  };
}

/** How many entries over the page lead to where the history is. */
const entries = (): number => (history.state as { over?: number } | null)?.over ?? 0;

/** Makes the history hold as many entries over the page as lie over it: what Forward leads to is taken back. */
function settle(): void {
  if (isGoingBack || navigating.to) return;
  const left = entries() - over.length;
  if (left > 0) void takeBack(left);
  // It is the same page for SvelteKit, whose own patch of this function would only warn.
  for (let entry = entries() + 1; entry <= over.length; entry++)
    History.prototype.pushState.call(history, { ...history.state, over: entry }, '');
}

async function takeBack(left: number): Promise<void> {
  const { href } = page.url;
  isGoingBack = true;
  await goBack(left);
  isGoingBack = false;
  // Somebody went to another page in this very moment: there they go.
  if (page.url.href !== href) await goto(page.url.href);
  settle();
}

const goBack = (by: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, PATIENCE_MS);
    addEventListener('popstate', () => done(), { once: true });
    history.go(-by);
  });

addEventListener('popstate', () => {
  if (isGoingBack) return;
  for (const close of over.slice(entries()).reverse()) close();
  setTimeout(settle);
});
// On the way to another page nothing is taken back: the browser would take that page back.
$effect.root(() => {
  $effect(() => {
    if (!navigating.to) settle();
  });
});
