import { toast } from '#lib/kit/toast.ts';
import { refusalOf } from '../../../engine/client.ts';
import { words } from './words.ts';

/** Sends a choice; the event of it changes the screen. Answers whether it was taken, and says so where it was not. */
export async function choose(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (thrown) {
    toast(refusalOf(thrown)?.message || words.notSaved, { tone: 'error', id: 'presence' });
    return false;
  }
}
