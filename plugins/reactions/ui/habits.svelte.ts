import { SvelteMap } from 'svelte/reactivity';

// What a person just used, for as long as the page is open: a browser may deny its storage, and nothing here is worth more.
const MOST = 16;
const recent = new SvelteMap<string, readonly string[]>();
const tones = new SvelteMap<string, number>();

/** The emoji a person just picked, the last one first. */
export const recentOf = (personId: string): readonly string[] => recent.get(personId) ?? [];

export function noteUse(personId: string, emoji: string): void {
  const others = recentOf(personId).filter((other) => other !== emoji);
  recent.set(personId, [emoji, ...others].slice(0, MOST));
}

/** 0 for none, 1 (light) to 5 (dark). */
export const toneOf = (personId: string): number => tones.get(personId) ?? 0;
export const chooseTone = (personId: string, tone: number): void => void tones.set(personId, tone);
