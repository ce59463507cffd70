import { codeInText } from '../../../engine/messages/code-in-text.ts';
import { foldName, foldText, UNSPACED } from '../../../engine/names.ts';
import type { Audience, Mention } from '../contract.ts';

// Whom a text names: the server and the browser must answer alike.

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Whom a text can name. */
export interface Nameable {
  readonly people: readonly Named[];
  /** What its writer may call. */
  readonly all: readonly Audience[];
}

/**
 * Who was meant by a name at its first, second, … place in the text, by the folded name: as picked from the list, or
 * as the message had it before an edit.
 */
export type Meant = Readonly<Record<string, readonly string[]>>;

/**
 * Whom a text names: an @ at the beginning of a word and behind it somebody's whole name, the longest that fits, as
 * `foldName` compares names. Of several with that name it names the one who is written exactly so, else nobody, unless it is
 * known who was meant. Code names nobody.
 */
export function mentionsIn(text: string, { people, all }: Nameable, meant: Meant = {}): Mention[] {
  const words = withoutCode(text);
  const begins = new Set([...words.matchAll(BEGINS)].map(({ index }) => index));
  if (begins.size === 0) return [];
  const { folded, starts, ends } = foldText(words);
  const known = nameTable(people);
  const lengths = [...new Set([...known.keys(), ...all, ...Object.keys(meant)].map(({ length }) => length))];
  lengths.sort((a, b) => b - a);
  const met = new Map<string, number>();
  const found: Mention[] = [];
  for (const [at, from] of starts.entries()) {
    if (!begins.has(from)) continue;
    for (const length of lengths) {
      const name = folded.slice(at + 1, at + 1 + length);
      const isName = known.has(name) || Object.hasOwn(meant, name) || (all as readonly string[]).includes(name);
      const to = ends[at + length] ?? -1;
      if (!isName || to < 0 || continues(words, to)) continue;
      const place = met.get(name) ?? 0;
      met.set(name, place + 1);
      const mention = meaning(words.slice(from + 1, to), name, place, known, all, meant);
      if (mention) found.push({ from, to, ...mention });
      break;
    }
  }
  return found;
}

function meaning(
  written: string,
  name: string,
  place: number,
  known: ReadonlyMap<string, readonly Named[]>,
  all: readonly Audience[],
  meant: Meant,
): { person: string } | { all: Audience } | undefined {
  const picked = Object.hasOwn(meant, name) ? meant[name]?.[place] : undefined;
  if (picked !== undefined) return { person: picked };
  const audience = all.find((word) => word === name);
  if (audience) return { all: audience };
  const people = known.get(name) ?? [];
  const exact = people.filter((person) => sameLetters(person.name, written));
  const [only, ...others] = exact.length > 0 ? exact : people;
  return only && others.length === 0 ? { person: only.id } : undefined;
}

// Not in an address: neither ana@school.example nor https://school.example/?to=@ana.
const BEGINS = new RegExp(String.raw`(?<!(?![${UNSPACED}])[\p{L}\p{M}\p{N}_@.\\/=&?#%-])@`, 'gu');
const CONTINUES = new RegExp(String.raw`(?<![${UNSPACED}]\p{M}*)(?![${UNSPACED}])[\p{L}\p{M}\p{N}_]`, 'uy');

/** Whether the word goes on behind a place. Where a script puts no blanks, the next word may stand there. */
function continues(words: string, to: number): boolean {
  CONTINUES.lastIndex = to;
  return CONTINUES.test(words);
}

/** Case aside, and in whatever form of Unicode. */
const sameLetters = (a: string, b: string): boolean =>
  a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();

/** A text in which a name can stand where an @ is: of the same length, with blanks for code and for any other @. */
export const nameable = (text: string): string => {
  const words = withoutCode(text);
  const begins = new Set([...words.matchAll(BEGINS)].map(({ index }) => index));
  return words.replace(/@/g, (sign, index: number) => (begins.has(index) ? sign : ' '));
};

/** The same length, with blanks where code stands. */
function withoutCode(text: string): string {
  let words = '';
  for (const [from, to] of codeInText(text)) words += text.slice(words.length, from) + ' '.repeat(to - from);
  return words + text.slice(words.length);
}

function nameTable(people: Nameable['people']): Map<string, Named[]> {
  const table = new Map<string, Named[]>();
  for (const person of people) {
    const key = foldName(person.name);
    table.set(key, [...(table.get(key) ?? []), person]);
  }
  return table;
}
