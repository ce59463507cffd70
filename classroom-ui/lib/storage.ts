// The one door to the browser's storage. In another site's frame the browser may deny it, and then everything is kept for
// as long as the page is open. Nothing here may be needed for the product to work.
const kept = new Map<string, string>();

/** What was kept under a key, or null. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? kept.get(key) ?? null;
  } catch {
    return kept.get(key) ?? null;
  }
}

/** Keeps a text under a key; null forgets it. */
export function remember(key: string, value: string | null): void {
  if (value === null) kept.delete(key);
  else kept.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Denied or full: the copy in memory holds.
  }
}

/** What was kept as JSON, if it still has the wanted shape. */
export function recallJson<T>(key: string, isRight: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(recall(key) ?? 'null');
    return isRight(value) ? value : null;
  } catch {
    return null;
  }
}

export const rememberJson = (key: string, value: unknown): void => remember(key, JSON.stringify(value));

/** Forgets everything except what belongs to the machine rather than to a person. */
export function forgetPerson(stays: readonly string[] = ['theme']): Promise<void> {
  kept.clear();
  try {
    for (const key of Object.keys(localStorage)) if (!stays.includes(key)) localStorage.removeItem(key);
  } catch {
    // Denied: there was nothing to forget.
  }
  return forgetDatabases();
}

/** What parts of the product keep in databases of this origin is the person's too. */
async function forgetDatabases(): Promise<void> {
  try {
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  } catch {
    // Denied: there was nothing to forget.
  }
}
