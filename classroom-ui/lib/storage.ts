// The one door to localStorage. In another site's frame the browser may deny it, and then everything lasts as long as the
// page is open. Nothing here may be needed for the product to work. Only what is in no way private stands here: what
// people write is sealed (`device/`).

/** What belongs to the machine and not to a person. */
const MACHINE = ['theme'];
/** Whose page was loaded last in this browser: other tabs hear of a change by it. */
const OWNER = 'owner';
const OWN = /^own:([\w-]+):/;
const CLAIMED = 'claimed';
/** The person is signing out in one of their tabs: the others are led nowhere. */
const LEAVING = 'leaving';
const LEAVING_MS = 60_000;
/** What nobody came back for goes after this time: longer than a school's longest holidays. */
const UNCLAIMED_MS = 60 * 24 * 3_600_000;

const memory = new Map<string, string>();
let owner: string | null = null;

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Denied or full: the copy in memory holds.
  }
}

function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

export const recallTheme = (): string | null => read('theme');
export const rememberTheme = (value: string | null): void => write('theme', value);

/** What this person left under a key, or null. */
export const recallOwn = (key: string): string | null => (owner === null ? null : read(`own:${owner}:${key}`));

/** Stores a text for this person; null removes it. Nothing is stored before it is known who is signed in. */
export function rememberOwn(key: string, value: string | null): void {
  if (owner !== null) write(`own:${owner}:${key}`, value);
}

/** From here on this page stores for one person. @param name of their storage: it tells nothing of who it is */
export function claimStorage(name: string): void {
  owner = name;
  rememberOwn(CLAIMED, String(Date.now()));
  write(OWNER, name);
}

/** From here on until it is taken back, or a minute has passed, the person's other tabs know that they sign out. */
export const markLeaving = (isLeaving: boolean): void => rememberOwn(LEAVING, isLeaving ? String(Date.now()) : null);

/** Whether the person signed out, or does so now, in some tab of this browser. False where it stores nothing. */
export function isLeft(): boolean {
  try {
    const isClaimed = localStorage.getItem(`own:${owner}:${CLAIMED}`) !== null;
    return owner !== null && (!isClaimed || Date.now() - Number(read(`own:${owner}:${LEAVING}`)) < LEAVING_MS);
  } catch {
    return false;
  }
}

/** Calls when another tab of this browser was loaded for somebody else, or signed out. Answers how to stop. */
export function onOwnerChange(hear: () => void): () => void {
  const heard = (event: StorageEvent) => {
    if (owner !== null && (event.key === OWNER || event.key === null) && event.newValue !== owner) hear();
  };
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

/** Removes what earlier versions left here, which anybody could read. */
export function removeUnowned(): void {
  for (const key of keys()) if (!OWN.test(key) && !MACHINE.includes(key) && key !== OWNER) write(key, null);
}

/** The storages of people who did not come back for 60 days. */
export function unclaimedStorages(): string[] {
  const names = new Set(keys().flatMap((key) => OWN.exec(key)?.[1] ?? []));
  return [...names].filter(isUnclaimed);
}

/** Removes all that localStorage has of one storage: the last of it to go, for by it the rest is found. */
export function removeAllOf(name: string): void {
  for (const key of keys()) if (key.startsWith(`own:${name}:`)) write(key, null);
}

/** Removes all that localStorage has of this person. */
export function clearOwn(): void {
  if (owner !== null) removeAllOf(owner);
  write(OWNER, null);
  owner = null;
  memory.clear();
}

function isUnclaimed(name: string): boolean {
  return name !== owner && Date.now() - Number(read(`own:${name}:${CLAIMED}`)) > UNCLAIMED_MS;
}
