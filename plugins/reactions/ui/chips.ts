import type { Reacted } from '../reduce.ts';

/** The emoji on a message as they stand side by side: the school's palette in its order, then the others as they came. */
export function inOrder(shown: Reacted, palette: readonly string[]): string[] {
  const given = Object.keys(shown);
  const offered = palette.filter((emoji) => given.includes(emoji));
  return [...offered, ...given.filter((emoji) => !offered.includes(emoji))];
}
