import { within } from './patience.ts';

/** What the system shows is closed within this time, or stays: it must not hold up who leaves. */
const NOTICES_MS = 500;

/** The system keeps showing notices after the page is closed: the next person at this computer would read them. Never fails. */
export async function closeNotices(): Promise<void> {
  await within(NOTICES_MS, close()).catch(() => {});
}

async function close(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const shown = await Promise.all(registrations.map((registration) => registration.getNotifications()));
  for (const notice of shown.flat()) notice.close();
}
