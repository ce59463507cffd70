import type { Emoji } from './emoji-data.ts';

/**
 * The emoji that every word of a query fits, the best first: one whose name begins with it, then one whose name has a word
 * that begins with it, then one with such a tag; of equals the one that says it in fewer words.
 */
export function searchEmoji(all: Iterable<Emoji>, query: string): Emoji[] {
  const words = query
    .toLowerCase()
    .split(/[\s:_]+/)
    .filter(Boolean);
  if (words.length === 0) return [];
  const ranked = [...all].map((emoji) => ({ emoji, rank: rankOf(emoji, query.trim().toLowerCase(), words) }));
  return ranked
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || wordsIn(a.emoji.name) - wordsIn(b.emoji.name))
    .map(({ emoji }) => emoji);
}

/** 0 is best; infinite does not fit. */
function rankOf({ emoji, name, tags }: Emoji, query: string, words: readonly string[]): number {
  if (emoji === query || name === query) return 0;
  if (name.startsWith(query)) return 1;
  const ranks = words.map((word) => (begins(name, word) ? 2 : begins(tags, word) ? 3 : Number.POSITIVE_INFINITY));
  return Math.max(...ranks);
}

const begins = (text: string, word: string): boolean => ` ${text.toLowerCase()}`.includes(` ${word}`);
const wordsIn = (text: string): number => text.split(' ').length;
