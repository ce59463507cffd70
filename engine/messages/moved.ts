import type { MovedNote, SystemNote } from '../views.ts';

/** So many of those who came or went together are named on their line. */
const NAMED = 3;

const MOVES: readonly SystemNote['what'][] = ['joined', 'left', 'added', 'removed'];

/** Whether a line says who came or went. */
export const isMove = (note: SystemNote): note is MovedNote => MOVES.includes(note.what);

/** Whether two lines can be one: the same happened to others, by the same person. */
export const isAlike = (one: MovedNote, other: MovedNote): boolean =>
  one.what === other.what && byOf(one) === byOf(other);

/** Two lines that are alike, as one. */
export function together(one: MovedNote, other: MovedNote): MovedNote {
  const all = [...peopleOf(one), ...peopleOf(other)];
  const people = [...new Set(all)];
  const count = countOf(one) + countOf(other) - (all.length - people.length);
  return { ...one, others: people.slice(1, NAMED), count };
}

/** Those who are named; they are the first. */
export const peopleOf = ({ person, others = [] }: MovedNote): readonly string[] => [person, ...others];

/** How many came or went. */
export const countOf = ({ count = 1 }: MovedNote): number => count;

const byOf = (note: MovedNote): string | null => ('by' in note ? note.by : null);
