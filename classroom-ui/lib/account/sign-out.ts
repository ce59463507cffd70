import { leftHere } from '#lib/device/left-here.ts';
import { dialogs } from '#lib/dialogs/dialogs.svelte.ts';
import { outboxes } from '#lib/room/outboxes.svelte.ts';
import { session } from '#lib/session.svelte.ts';

/**
 * Signs out, or asks first while this device has words or files that no room has, or does not tell: they are deleted from
 * it with everything else of the account.
 */
export async function askToSignOut({ everywhere }: { everywhere: boolean }): Promise<void> {
  const left = await leftHere();
  const { messages, drafts, edits, files, isKnown } = left;
  if (outboxes.unsent.length + messages + drafts + edits + files > 0 || !isKnown)
    dialogs.open('sign-out', { everywhere, left });
  else await (everywhere ? session.signOutEverywhere() : session.signOut());
}
