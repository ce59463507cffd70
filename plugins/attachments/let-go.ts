import type { OutsideContext } from '../../engine/index.ts';
import { findHere } from './file-row.ts';
import type { Attachments } from './state.ts';
import { keyOf } from './store/store.ts';

/**
 * Removes what of a file nobody needs any more: the original once it is made anew and no scanner waits for it, and all of
 * what a scanner found infected. Asked after the row says so, by whoever wrote it: of two at once the later one does it.
 */
export async function letGo(fileId: string, ctx: OutsideContext<Attachments>): Promise<void> {
  const row = await findHere(fileId, ctx);
  if (!row) return;
  const store = ctx.state.store;
  if (row.scan === 'infected') await store.removeAll(`${row.school_id}/${row.id}`);
  else if (row.prepared !== 'not yet' && row.scan !== 'waiting') await store.remove(keyOf(row, 'original'));
}
