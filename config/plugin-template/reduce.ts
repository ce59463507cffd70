/** What the marks show on a message: who gave one, in order of their ids. */
export type Marked = readonly string[];
interface Mark {
  readonly personId: string;
}

/** A message after somebody marked it. Once is enough. */
export const addShown = (shown: Marked = [], { personId }: Mark): string[] =>
  [...without(shown, personId), personId].sort();

/** A message after somebody took their mark back; undefined when none is left. */
export function removeShown(shown: Marked = [], { personId }: Mark): string[] | undefined {
  const left = without(shown, personId);
  return left.length > 0 ? left : undefined;
}

const without = (shown: Marked, personId: string): string[] => shown.filter((id) => id !== personId);

/** By event: what it changes. The browser and the server's replay law both go by it. */
export const reduce = { marked: addShown, unmarked: removeShown };
