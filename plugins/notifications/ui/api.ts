import { toast } from '#lib/kit/toast.ts';
import { type ApiOf, refusalOf } from '../../../engine/client.ts';
import type server from '../server.ts';
import { words } from './words.ts';

export type NotificationsApi = ApiOf<typeof server>;

/** Does something, and says in passing why it was refused. */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (thrown) {
    toast(refusalOf(thrown)?.message || words.failed, { tone: 'error', id: 'notifications' });
    return false;
  }
}
