import type { Audience, Mention } from './contract.ts';

// What the server and the browser must answer alike.

/** A message after it was said whom it names; undefined when it names nobody any more. */
export function namedShown(_: readonly Mention[] | undefined, { mentions }: { mentions: Mention[] }) {
  return mentions.length > 0 ? mentions : undefined;
}

/** By event: what it changes. The browser and the server's replay law both go by it. */
export const reduce = { named: namedShown };

/** Whom a text can name. */
export interface Nameable {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** What its writer may call. */
  readonly all: readonly Audience[];
}

/**
 * Who was meant by a name at its first, second, … place in the text, by the name in lower case: as picked from the list, or
 * as the message had it before an edit.
 */
export type Meant = Readonly<Record<string, readonly string[]>>;

/**
 * Whom a text names: an @ at the beginning of a word and behind it somebody's whole name, the longest that fits, in any
 * case of letters. A name that several people bear names nobody, unless it is known who was meant. Code names nobody.
 */
export function mentionsIn(text: string, { people, all }: Nameable, meant: Meant = {}): Mention[] {
  const words = withoutCode(text);
  const known = nameTable(people);
  const lengths = [...new Set([...known.keys(), ...all, ...Object.keys(meant)].map(({ length }) => length))];
  lengths.sort((a, b) => b - a);
  const met = new Map<string, number>();
  const found: Mention[] = [];
  for (const { index: from } of words.matchAll(BEGINS)) {
    for (const length of lengths) {
      const to = from + 1 + length;
      const name = words.slice(from + 1, to).toLowerCase();
      const isName = known.has(name) || Object.hasOwn(meant, name) || (all as readonly string[]).includes(name);
      if (!isName || to > words.length || CONTINUES.test(words.slice(to))) continue;
      const place = met.get(name) ?? 0;
      met.set(name, place + 1);
      const mention = meaning(name, place, known, all, meant);
      if (mention) found.push({ from, to, ...mention });
      break;
    }
  }
  return found;
}

function meaning(
  name: string,
  place: number,
  known: ReadonlyMap<string, readonly string[]>,
  all: readonly Audience[],
  meant: Meant,
): { person: string } | { all: Audience } | undefined {
  const picked = Object.hasOwn(meant, name) ? meant[name]?.[place] : undefined;
  if (picked !== undefined) return { person: picked };
  const audience = all.find((word) => word === name);
  if (audience) return { all: audience };
  const [only, ...others] = known.get(name) ?? [];
  return only !== undefined && others.length === 0 ? { person: only } : undefined;
}

// Not in an address: neither ana@school.example nor https://school.example/?to=@ana.
const BEGINS = /(?<![\p{L}\p{M}\p{N}_@.\\/=&?#%-])@/gu;
const CONTINUES = /^[\p{L}\p{M}\p{N}_]/u;

/** A text in which a name can stand where an @ is: of the same length, with blanks for code and for any other @. */
export const nameable = (text: string): string => {
  const words = withoutCode(text);
  const begins = new Set([...words.matchAll(BEGINS)].map(({ index }) => index));
  return words.replace(/@/g, (sign, index: number) => (begins.has(index) ? sign : ' '));
};

/** The same length, with blanks where code stands. */
const withoutCode = (text: string): string =>
  text.includes('`')
    ? text.replace(/```[\s\S]*?(?:```|$)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, (code) => ' '.repeat(code.length))
    : text;

function nameTable(people: Nameable['people']): Map<string, string[]> {
  const table = new Map<string, string[]>();
  for (const { id, name } of people) {
    const key = name.toLowerCase();
    table.set(key, [...(table.get(key) ?? []), id]);
  }
  return table;
}
