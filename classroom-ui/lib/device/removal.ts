import { removeAllOf, removeUnowned, unclaimedStorages } from '../storage.ts';
import { databasePart, PATIENCE_MS, within } from './patience.ts';

/** What the system shows is closed within this time, or stays: it must not hold up who signs out. */
const NOTICES_MS = 500;

/** Removes what these storages hold, what this browser cached for the page, and what the system shows of it. Never fails. */
export async function removeStorages(names: readonly string[]): Promise<void> {
  const closed = within(NOTICES_MS, closeNotices()).catch(() => {});
  await Promise.all([closed, clearCaches(), ...names.map(removeStorage)]);
}

/** The system keeps showing notices after the page is closed: the next person at this computer would read them. */
async function closeNotices(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const shown = await Promise.all(registrations.map((registration) => registration.getNotifications()));
  for (const notice of shown.flat()) notice.close();
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
