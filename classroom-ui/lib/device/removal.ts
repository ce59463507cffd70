import { removeAllOf, removeUnowned, unclaimedStorages } from '../storage.ts';
import { databasePart, PATIENCE_MS, within } from './patience.ts';
import { closeNotices } from './shown-notices.ts';

/** Removes what these storages hold, what this browser cached for the page, and what the system shows of it. Never fails. */
export async function removeStorages(names: readonly string[]): Promise<void> {
  await Promise.all([closeNotices(), clearCaches(), ...names.map(removeStorage)]);
}

/** Removes what nobody came back for, and what earlier versions wrote in clear. */
export async function removeForgotten(): Promise<void> {
  removeUnowned();
  for (const name of unclaimedStorages()) await removeStorage(name);
  try {
    indexedDB.deleteDatabase('attachments');
  } catch {
    // Denied: there was nothing to remove.
  }
}

/** What cannot be removed now is found again by what localStorage has of it, when the page is next loaded. */
async function removeStorage(name: string): Promise<void> {
  try {
    if (globalThis.indexedDB) await within(PATIENCE_MS, (await databasePart()).SealedDatabase.remove(name));
    removeAllOf(name);
  } catch {
    // Denied, or another page holds it.
  }
}

async function clearCaches(): Promise<void> {
  try {
    sessionStorage.clear();
    for (const name of await caches.keys()) await caches.delete(name);
  } catch {
    // Denied: there was nothing to remove.
  }
}
