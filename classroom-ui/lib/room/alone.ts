/** A tab that the browser has put to sleep may hold a lock for ever: after this the server alone tells doubles apart. */
const PATIENCE_MS = 5_000;

/** Does something while no other tab of this browser does the same, as far as the browser can see to it. */
export async function alone(name: string, work: () => Promise<void>): Promise<void> {
  if (!globalThis.navigator?.locks) return work();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  let begun = false;
  try {
    await navigator.locks.request(name, { signal: patience.signal }, () => {
      begun = true;
      clearTimeout(timer);
      return work();
    });
  } catch (error) {
    if (begun) throw error;
    await work();
  }
}
