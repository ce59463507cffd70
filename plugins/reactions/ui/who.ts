import { listed, words } from './words.ts';

interface Participants {
  readonly [id: string]: { readonly person: { readonly name: string } };
}

/** More names than this are counted: a tooltip is read in one look. */
const MOST_NAMES = 12;

export const nameOf = (id: string, participants: Participants): string =>
  participants[id]?.person.name ?? words.somebody;

/** Who gave one emoji, as people say it, yourself last: "Ana, Ben and you reacted with 👍". */
export function whoReacted(emoji: string, people: readonly string[], me: string, participants: Participants): string {
  const others = people.filter((id) => id !== me).map((id) => nameOf(id, participants));
  const last = people.includes(me) ? [words.you] : [];
  const room = MOST_NAMES - last.length;
  const named = others.length > room ? [...others.slice(0, room), words.others(others.length - room)] : others;
  return words.reacted(listed([...named, ...last]), emoji);
}
