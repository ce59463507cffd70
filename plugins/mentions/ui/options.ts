import {
  foldName,
  isStaff,
  nameBegins,
  type ParticipantView,
  type PersonView,
  type RoomView,
  UNSPACED,
} from '../../../engine/client.ts';
import type { Audience } from '../contract.ts';

/** A line of the list. */
export type Option =
  | { readonly key: string; readonly name: string; readonly person: PersonView }
  | { readonly key: string; readonly name: string; readonly all: Audience };

interface Place {
  readonly room: RoomView;
  readonly participants: Readonly<Record<string, ParticipantView>>;
}

const AUDIENCES: readonly Audience[] = ['teachers', 'class'];
/** As many as a phone shows beside its keyboard; another letter finds the others. */
const MOST = 8;

/** Who can be named in a room: whoever is in it; where it is of a plugin's kind, not those who only look on. */
export const peopleIn = ({ room, participants }: Place): PersonView[] =>
  Object.values(participants)
    .filter(({ leftAt, role }) => leftAt === null && (room.kind === 'class' || role !== 'observer'))
    .map(({ person }) => person);

/** What the reader may call in a room. The server says the same. */
export function audiencesFor(
  room: RoomView,
  me: PersonView,
  settings: Readonly<Record<Audience, 'staff' | 'everyone' | 'off'>>,
): readonly Audience[] {
  if (room.kind !== 'class') return [];
  return AUDIENCES.filter((all) => settings[all] === 'everyone' || (settings[all] === 'staff' && isStaff(me.role)));
}

/** What is being typed behind an @: where the @ stands, and the letters up to the caret. */
export interface Query {
  readonly at: number;
  readonly typed: string;
}

const TYPED = new RegExp(String.raw`(?<!(?![${UNSPACED}])[\p{L}\p{M}\p{N}_@.\\/=&?#%-])@([^\n@]{0,80})$`, 'u');

export function queryAt(text: string, caret: number | null): Query | null {
  if (caret === null) return null;
  const found = TYPED.exec(text.slice(Math.max(0, caret - 100), caret));
  return found ? { at: caret - found[0].length, typed: found[1] ?? '' } : null;
}

/**
 * The lines for what was typed: whose name begins so, then those with a later word that does, then what names many. None
 * when all that is left is the one whose whole name stands there already.
 */
export function optionsFor(typed: string, people: readonly PersonView[], all: readonly Audience[]): Option[] {
  if (typed.startsWith(' ')) return [];
  const placed = people.map((person) => ({ person, begins: nameBegins(person.name, typed) }));
  const found = (['start', 'word'] as const).flatMap((place) => placed.filter(({ begins }) => begins === place));
  const called = all.filter((word) => word.startsWith(foldName(typed)));
  const options: Option[] = [
    ...found.slice(0, MOST).map(({ person }) => ({ key: person.id, name: person.name, person })),
    ...called.map((word) => ({ key: word, name: word, all: word })),
  ];
  return options.length === 1 && foldName(options[0]?.name ?? '') === foldName(typed) ? [] : options;
}
