import { type DeviceStore, device } from './device-store.ts';
import { PATIENCE_MS, within } from './patience.ts';
import { SealedDatabase } from './sealed-database.ts';

/** What an account has on this device that no room has, in all its schools. */
export interface Left {
  /** Messages of this page's school are counted by its outboxes, as long as they could be read: these are the others. */
  readonly messages: number;
  readonly drafts: number;
  /** Unfinished edits. */
  readonly edits: number;
  readonly files: number;
  /** In how many other schools of the account there is any of it. */
  readonly otherSchools: number;
  /** False where the browser did not tell in time: there may be more. */
  readonly isKnown: boolean;
}

interface Edit {
  readonly text: string;
  readonly message: { readonly text: string };
}

/** Counts rows, which needs no key. Settled within some seconds; never fails. */
export async function leftHere(store: DeviceStore = device): Promise<Left> {
  const inTime = (work: Promise<unknown>) => within(2 * PATIENCE_MS, work).catch(() => {});
  await inTime(store.open().then(() => store.write()));
  const [own = UNKNOWN, ...others] = await Promise.all(store.names.map(countRows));
  const messages = own.outbox.filter((key) => store.get('outbox', key) === undefined).length;
  const written = [...new Set([...own.drafts, ...store.all('drafts').keys()])].filter((key) => isWritten(key, store));
  const drafts = [...written, ...others.flatMap(({ drafts }) => drafts)];
  return {
    messages: messages + others.reduce((sum, { outbox }) => sum + outbox.length, 0),
    drafts: drafts.filter((key) => !isEdit(key)).length,
    edits: drafts.filter(isEdit).length,
    files: [own, ...others].reduce((sum, { files }) => sum + files, 0),
    otherSchools: others.filter(({ outbox, drafts, files }) => outbox.length + drafts.length + files > 0).length,
    isKnown: [own, ...others].every(({ isKnown }) => isKnown),
  };
}

const isEdit = (key: string): boolean => key.startsWith('edit ');

/** An edit that changed nothing yet holds no words that could be lost. */
function isWritten(key: string, store: DeviceStore): boolean {
  const edit = isEdit(key) ? store.get<Edit>('drafts', key) : undefined;
  return edit?.text === undefined || edit.text !== edit.message.text;
}

const NOTHING = { outbox: [] as string[], drafts: [] as string[], files: 0, isKnown: true };
const UNKNOWN = { ...NOTHING, isKnown: false };

async function countRows(name: string): Promise<typeof NOTHING> {
  try {
    if (!globalThis.indexedDB) return NOTHING;
    const rows = await within(PATIENCE_MS, SealedDatabase.rowsOf(name));
    return rows ? { ...rows, isKnown: true } : NOTHING;
  } catch (error) {
    // Where the browser denies its storage to the page, it never held anything.
    return (error as Error).name === 'SecurityError' ? NOTHING : UNKNOWN;
  }
}
