/** What reactions show on a message: by emoji, who gave it, in order of their ids. */
export type Reacted = Readonly<Record<string, readonly string[]>>;
interface Reaction {
  readonly emoji: string;
  readonly personId: string;
}

/** A message after somebody reacted. Once is enough: a person gives each emoji once. */
export function addShown(shown: Reacted | undefined, { emoji, personId }: Reaction): Record<string, string[]> {
  const others = peopleOf(shown, emoji).filter((id) => id !== personId);
  return { ...copyOf(shown), [emoji]: [...others, personId].sort() };
}

/** A message after somebody took a reaction back; undefined when none is left. */
export function removeShown(
  shown: Reacted | undefined,
  { emoji, personId }: Reaction,
): Record<string, string[]> | undefined {
  const { [emoji]: _, ...rest } = copyOf(shown);
  const left = peopleOf(shown, emoji).filter((id) => id !== personId);
  const next = left.length > 0 ? { ...rest, [emoji]: left } : rest;
  return Object.keys(next).length > 0 ? next : undefined;
}

const peopleOf = (shown: Reacted | undefined, emoji: string): readonly string[] =>
  shown && Object.hasOwn(shown, emoji) ? (shown[emoji] ?? []) : [];

const copyOf = (shown: Reacted = {}): Record<string, string[]> =>
  Object.fromEntries(Object.entries(shown).map(([emoji, people]) => [emoji, [...people]]));

/** By event: what it changes. The browser and the server's replay law both go by it. */
export const reduce = { added: addShown, removed: removeShown };
