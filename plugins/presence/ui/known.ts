import type { Presence } from '../contract.ts';

export type Known = ReadonlyMap<string, Presence>;

/**
 * What is known after news: of each person the highest version. Who is not known themselves hides (or has not been
 * answered yet), and learns nothing of others. Pure.
 */
export function afterNews(known: Known, news: readonly Presence[], me: string): Known {
  return known.has(me) ? withLater(known, news) : known;
}

/**
 * What is known after an answer, with what was told while it was on its way. Everybody who hides is missing in it; to those
 * who hide themselves it is empty. Pure.
 */
export function afterAnswer(people: readonly Presence[], meanwhile: readonly Presence[], me: string): Known {
  return afterNews(new Map(people.map((one) => [one.personId, one])), meanwhile, me);
}

function withLater(known: Known, news: readonly Presence[]): Known {
  const later = new Map(known);
  for (const one of news) {
    const before = later.get(one.personId);
    if (!before || before.version < one.version) later.set(one.personId, one);
  }
  return later;
}
