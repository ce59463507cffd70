import type { Emoji, Group } from './emoji-data.ts';
import type { EmojiByGroup } from './load-emoji.ts';

/** A section of the picker: what the school offers, what was just used, the groups; or what a search found. */
export type Section = 'palette' | 'recent' | Group | 'results';

/** The sections of the whole picker in their order. */
export function sectionsOf(
  byGroup: EmojiByGroup,
  palette: readonly string[],
  recent: readonly string[],
): (readonly [Section, readonly Emoji[]])[] {
  const known = new Map([...byGroup.values()].flat().map((emoji) => [emoji.emoji, emoji]));
  const asOffered = (emoji: string): Emoji => ({ ...(known.get(emoji) ?? plain(emoji)), tones: false });
  const used = recent.filter((emoji) => !palette.includes(emoji));
  const first: [Section, Emoji[]][] = [
    ['palette', palette.map(asOffered)],
    ['recent', used.map(asOffered)],
  ];
  return [...first, ...byGroup].filter(([, emoji]) => emoji.length > 0);
}

/** An emoji in a skin tone, or one that the data does not know. */
const plain = (emoji: string): Emoji => ({ emoji, name: '', tags: '', tones: false, version: 0 });
