import { onDestroy, untrack } from 'svelte';
import { device } from '#lib/device/device-store.ts';
import { DraftSync } from './drafts.ts';
import { EditSync } from './edits.ts';
import type { RoomStore } from './room.svelte.ts';
import type { Writing } from './writing.svelte.ts';

/**
 * Has this device store what stands in a composer for as long as the component is there. `ready` once it shows what was
 * stored: before that nobody should write in it.
 */
export function syncDraft(writing: Writing, store: RoomStore): { readonly ready: boolean } {
  const sync = new DraftSync(writing, store.id);
  const edits = new EditSync(writing, store.id);
  let ready = $state(false);
  void device.ready.then(() => {
    sync.restore();
    edits.restore();
    ready = true;
  });
  $effect(() => {
    const { unsent } = writing;
    if (ready && unsent) untrack(() => sync.writeDraft());
  });
  $effect(() => {
    void [writing.editing, writing.editText];
    if (ready) untrack(() => edits.write());
  });
  $effect(() => {
    const now = writing.editing && store.find(writing.editing.id);
    if (now) untrack(() => store.compareEdit(writing, now));
  });
  $effect(() => {
    if (!ready || !store.room) return;
    untrack(() => {
      void store.checkEdit(writing);
      void store.checkQuote(writing);
    });
  });
  onDestroy(store.followQuote(writing));
  onDestroy(sync.listen());
  onDestroy(edits.listen());
  return {
    get ready() {
      return ready;
    },
  };
}
