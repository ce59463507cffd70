import { lazy } from '#lib/kit/lazy.svelte.ts';
import { drawable } from './drawable.ts';
import { type Emoji, type Group, readEmoji } from './emoji-data.ts';

export type EmojiByGroup = ReadonlyMap<Group, readonly Emoji[]>;
const data = lazy(() => import('emoji-picker-element-data/en/emojibase/data.json?compact'));
let loading: Promise<EmojiByGroup> | undefined;

/** All emoji this machine can draw, fetched when first asked for. After a failure the next call tries again. */
export function loadEmoji(): Promise<EmojiByGroup> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<EmojiByGroup> {
  const { default: groups } = await data();
  const draws = drawable();
  return new Map([...readEmoji(groups)].map(([group, emoji]) => [group, emoji.filter(draws)]));
}
