/**
 * Settles in an idle moment after an element has been painted: what is fetched then holds nothing up. Answers whether the
 * element still stands there; one that is never seen costs nothing.
 */
export async function idleOnceSeen(element: HTMLElement): Promise<boolean> {
  do await new Promise(requestAnimationFrame);
  while (element.isConnected && !element.checkVisibility({ visibilityProperty: true }));
  await idle();
  return element.isConnected;
}

/** However busy the page is, it is not kept waiting longer than this. */
const LONGEST_MS = 1_000;

const idle = () =>
  new Promise<unknown>((done) =>
    'requestIdleCallback' in window ? requestIdleCallback(done, { timeout: LONGEST_MS }) : setTimeout(done, 50),
  );
