import { toast } from '#lib/kit/toast.ts';
import { type ApiOf, refusalOf } from '../../../engine/client.ts';
import type server from '../server.ts';
import { words } from './words.ts';

export type ThreadsApi = ApiOf<typeof server>;

/** What to tell somebody whom something was refused. */
export const sayRefusal = (thrown: unknown): string => refusalOf(thrown)?.message || words.failed;

/** Does something, and says in passing what was refused. */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (thrown) {
    toast(sayRefusal(thrown), { tone: 'error', id: 'private-threads' });
    return false;
  }
}

/** Goes to the conversation with somebody of a room, which is made when there is none yet. */
export const startAndOpen = (
  api: ThreadsApi,
  asked: Parameters<ThreadsApi['start']['mutate']>[0],
  openRoom: (roomId: string) => Promise<void>,
): Promise<boolean> =>
  attempt(async () => {
    const { roomId } = await api.start.mutate(asked);
    await openRoom(roomId);
  });
