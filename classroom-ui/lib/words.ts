import type { Problem } from './api-problem.ts';
import { english } from './words-english.ts';
import { englishErrors } from './words-errors-english.ts';

export type WordKey = keyof typeof english;
export type WordData = Readonly<Record<string, unknown>>;
/** One sentence, or its forms by number: `count` in the data chooses. `{name}` stands for a value. */
export type Words = string | { readonly one: string; readonly other: string };

const plurals = new Intl.PluralRules('en');

/** Says the sentences of a catalogue, their values filled in. */
export const speaking =
  <K extends string>(catalogue: Readonly<Record<K, Words>>) =>
  (key: K, data: WordData = {}): string =>
    fill(catalogue[key], data);

/** A sentence of these screens. */
export const say = speaking(english);

/** What to tell somebody who was refused: our own sentence for its code, else the one the server sent along. */
export function sayProblem({ code, message, data }: Problem): string {
  const words = Object.hasOwn(englishErrors, code) ? englishErrors[code] : undefined;
  if (words) return fill(words, { ...data, count: data.retryAfter });
  return message || fill(englishErrors.failure ?? '', data);
}

function fill(words: Words, data: WordData): string {
  const sentence = typeof words === 'string' ? words : words[formFor(data.count)];
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in data ? String(data[name]) : whole));
}

const formFor = (count: unknown): 'one' | 'other' => (plurals.select(Number(count)) === 'one' ? 'one' : 'other');
