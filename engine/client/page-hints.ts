/** What a browser's page tells of its network and its visibility; in Node there is nothing to hear. */
interface Page {
  readonly document?: { readonly visibilityState: string } & Hears;
  readonly addEventListener?: Hears['addEventListener'];
  readonly removeEventListener?: Hears['removeEventListener'];
}
interface Hears {
  addEventListener(event: string, hear: () => void): void;
  removeEventListener(event: string, hear: () => void): void;
}

/**
 * Calls back whenever the connection deserves a second look: the network changed, the page is seen again (a phone may have
 * slept with it). Returns how to stop.
 */
export function hearPage(doubt: () => void): () => void {
  const page = globalThis as unknown as Page;
  if (!page.document || !page.addEventListener) return () => {};
  const seen = () => page.document?.visibilityState === 'visible' && doubt();
  page.addEventListener('online', doubt);
  page.addEventListener('offline', doubt);
  page.document.addEventListener('visibilitychange', seen);
  return () => {
    page.removeEventListener?.('online', doubt);
    page.removeEventListener?.('offline', doubt);
    page.document?.removeEventListener('visibilitychange', seen);
  };
}
