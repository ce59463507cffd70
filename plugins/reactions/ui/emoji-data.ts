// The emoji of one language, and how they travel. The package's JSON holds much that no picker shows (74 kB compressed);
// the build leaves what is below (34 kB): one text for each group, one line for each emoji.

/** One emoji as the picker offers it. */
export interface Emoji {
  readonly emoji: string;
  readonly name: string;
  /** Other words it is found by, in one text. */
  readonly tags: string;
  /** Whether it comes in skin tones. */
  readonly tones: boolean;
  /** Emoji version it came with, told from 13 on: older ones are drawn everywhere. */
  readonly version: number;
}

/** The groups of the picker, in its order. */
export const GROUPS = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type Group = (typeof GROUPS)[number];

/** The data's numbers of those groups; 2 are the skin tones themselves. */
const GROUP_NUMBERS = [0, 1, 3, 4, 5, 6, 7, 8, 9];
const FIRST_TOLD_VERSION = 13;

interface Source {
  readonly emoji: string;
  readonly annotation: string;
  readonly tags: readonly string[];
  readonly shortcodes: readonly string[];
  readonly group: number;
  readonly version: number;
  readonly skins?: readonly unknown[];
}

/** For the build: the package's JSON → JSON of one text for each group. */
export function compactEmoji(json: string): string {
  const all = JSON.parse(json) as Source[];
  return JSON.stringify(
    GROUP_NUMBERS.map((group) =>
      all
        .filter((emoji) => emoji.group === group)
        .map(lineOf)
        .join('\n'),
    ),
  );
}

/** For the browser: the texts of all groups → emoji, by group. */
export const readEmoji = (groups: readonly string[]): ReadonlyMap<Group, readonly Emoji[]> =>
  new Map(GROUPS.map((group, at) => [group, (groups[at] ?? '').split('\n').map(emojiOf)]));

function lineOf({ emoji, annotation, tags, shortcodes, version, skins }: Source): string {
  const told = new Set(annotation.toLowerCase().split(' '));
  const words = [...tags, ...shortcodes.flatMap((code) => code.split('_'))];
  const more = [...new Set(words)].filter((word) => !told.has(word));
  const since = version >= FIRST_TOLD_VERSION ? version : '';
  return [interchangeable(emoji), annotation, more.join(' '), skins ? 't' : '', since].join('|').replace(/\|+$/, '');
}

function emojiOf(line: string): Emoji {
  const [emoji = '', name = '', tags = '', tones = '', version = '0'] = line.split('|');
  return { emoji, name, tags, tones: tones !== '', version: Number(version || 0) };
}

/** The data ends emoji like 👍 in a sign ("draw it as emoji") that the standard's list for interchange leaves away. */
function interchangeable(emoji: string): string {
  return /^\p{RGI_Emoji}$/v.test(emoji) ? emoji : emoji.replaceAll('\uFE0F', '');
}

/** The hands of people who hold them stay as they are: 🧑🏽‍🤝‍🧑🏽. */
const TONED = /(?!(?<=\u200D)🤝)(\p{Emoji_Modifier_Base})\uFE0F?/gu;
const LIGHT = 0x1f3fb;

/** An emoji in a skin tone: 0 for none, 1 (light) to 5 (dark). */
export const inTone = ({ emoji, tones }: Emoji, tone: number): string =>
  tones && tone > 0 ? emoji.replace(TONED, `$1${String.fromCodePoint(LIGHT + tone - 1)}`) : emoji;
