// Twelve hues far enough apart to tell neighbours in a list from one another.
const HUES = [12, 38, 62, 88, 118, 148, 178, 208, 238, 268, 305, 338];

/** A hue of its own for each id: the same on every screen and after every visit. */
export function hueOf(id: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 16_777_619);
  return HUES[(hash >>> 0) % HUES.length] ?? 148;
}

const TITLES = /^(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam)\.?$/i;

/** At most two letters for a name: first and last word, titles left out. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const named = words.filter((word) => !TITLES.test(word));
  const used = named.length > 0 ? named : words;
  const letters = used.length > 1 ? [used[0], used.at(-1)] : [used[0]];
  return letters.map((word) => firstLetter(word ?? '')).join('') || '?';
}

const firstLetter = (word: string): string => (Array.from(word)[0] ?? '').toLocaleUpperCase();
