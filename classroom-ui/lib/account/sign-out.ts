import { dialogs } from '#lib/dialogs/dialogs.svelte.ts';
import { outboxes } from '#lib/room/outboxes.svelte.ts';
import { session } from '#lib/session.svelte.ts';

/** Signs out, or asks first while something is unsent: it is deleted from this device with everything else of the person. */
export async function askToSignOut({ everywhere }: { everywhere: boolean }): Promise<void> {
  if (outboxes.unsent.length > 0) dialogs.open('sign-out', { everywhere });
  else await (everywhere ? session.signOutEverywhere() : session.signOut());
}
