import { SvelteMap } from 'svelte/reactivity';
import { toast } from '#lib/kit/toast.ts';
import { type ApiOf, refusalOf } from '../../../engine/client.ts';
import { addShown, type Reacted, removeShown } from '../reduce.ts';
import type server from '../server.ts';
import { words } from './words.ts';

type ReactionsApi = ApiOf<typeof server>;
type Asked = Parameters<ReactionsApi['add']['mutate']>[0];
type Wishes = Readonly<Record<string, boolean>>;

/** A wish outlives its answer by this much: the event that makes it true for everybody may come a moment later. */
const SETTLE_MS = 2_000;

// What was asked for and is not yet told to everybody: by message, then emoji, whether it should be there. Shared by all
// components of the page, so that a press in the row of tools shows at once below the message.
const wishes = new SvelteMap<string, Wishes>();
const asking = new Set<string>();

/** What a message shows once every wish has come true. The same wish applied twice is applied once. */
export function withWishes(shown: Reacted | undefined, messageId: string, personId: string): Reacted {
  const wished = Object.entries(wishes.get(messageId) ?? {});
  return (
    wished.reduce<Reacted | undefined>(
      (next, [emoji, on]) => (on ? addShown : removeShown)(next, { emoji, personId }),
      shown,
    ) ?? {}
  );
}

/**
 * Reacts, or takes a reaction back: on the screen at once, and then for everybody. Pressed again before the answer, the last
 * press counts. A refusal puts the screen back and says why.
 */
export async function wish(asked: Asked, on: boolean, api: ReactionsApi): Promise<void> {
  const key = `${asked.messageId} ${asked.emoji}`;
  setWish(asked, on);
  if (asking.has(key)) return;
  asking.add(key);
  try {
    await askUntilSettled(asked, api);
    setTimeout(() => asking.has(key) || setWish(asked, undefined), SETTLE_MS);
  } catch (error) {
    setWish(asked, undefined);
    toast(refusalOf(error)?.message || words.failed, { tone: 'error', id: 'reactions' });
  } finally {
    asking.delete(key);
  }
}

async function askUntilSettled(asked: Asked, api: ReactionsApi): Promise<void> {
  const wanted = () => wishes.get(asked.messageId)?.[asked.emoji];
  for (let done: boolean | undefined; wanted() !== done; ) {
    done = wanted();
    await (done ? api.add : api.remove).mutate(asked);
  }
}

function setWish({ messageId, emoji }: Asked, on: boolean | undefined): void {
  const { [emoji]: _, ...others } = wishes.get(messageId) ?? {};
  const next = on === undefined ? others : { ...others, [emoji]: on };
  if (Object.keys(next).length > 0) wishes.set(messageId, next);
  else wishes.delete(messageId);
}
