// One notion of "the same name", for search, completion and mentions, on the server and in the browser alike.

/** Scripts that put no blank between words: a word may begin at any of their letters. For a character class. */
export const UNSPACED =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';

/** Scripts whose marks people leave out when they type. In others, such as Devanagari, marks are vowels. */
const OPTIONAL_MARKS = /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}]/u;
const MARKS = /\p{M}/gu;
/** Nothing anybody sees or types: tatweel among them, and the mark that Thai and Lao AM decomposes into. */
const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u0640\u0e4d\u0ecd]/gu;
/** A character with its marks: what folds as one, and is never matched in part. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;
const PLAIN = /^[\0-\x5f\x61-\x7f]*$/;

/** Letters that Unicode does not decompose, each with what people type instead. */
const TYPED_AS = new Map(
  (
    'ł-l ø-o đ-d ð-d ß-ss ı-i æ-ae œ-oe þ-th ħ-h ŧ-t ŋ-n ĸ-k ə-e ǝ-e ɛ-e ɔ-o ɓ-b ɗ-d ɖ-d ƙ-k ƴ-y ɲ-n ɣ-g ʋ-v ƒ-f ' +
    'ɩ-i ʊ-u ɨ-i ʉ-u ƀ-b ƶ-z ȷ-j ς-σ ґ-г ך-כ ם-מ ן-נ ף-פ ץ-צ ٱ-ا ى-ي ی-ي ے-ي ک-ك ة-ه ھ-ه ہ-ه ۃ-ه ە-ه'
  )
    .split(' ')
    .map((pair) => pair.split('-') as [string, string]),
);
const APOSTROPHES = /['’‘‛ʼʻʽʾʿʹ`´′＇ꞌ׳]/gu;
const DASHES = /[\p{Pd}−]/gu;
const QUOTES = /["“”„‟«»″]/gu;

/**
 * A name or text as names are compared: without case, without the marks that people leave out, in one form of Unicode, with
 * one apostrophe and one dash. Longer or shorter than the text: `foldText` knows where each part came from.
 */
export function foldName(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return (text.match(CLUSTER) ?? []).map(foldCluster).join('');
}

const MOST_REMEMBERED = 10_000;
const foldedClusters = new Map<string, string>();

/** Languages have few letters, and names many of each. */
function foldCluster(cluster: string): string {
  const known = foldedClusters.get(cluster);
  if (known !== undefined) return known;
  if (foldedClusters.size >= MOST_REMEMBERED) foldedClusters.clear();
  const folded = foldedOf(cluster);
  if (cluster.length <= LONGEST_REMEMBERED) foldedClusters.set(cluster, folded);
  return folded;
}

const LONGEST_REMEMBERED = 8;

function foldedOf(cluster: string): string {
  const whole = cluster.replace(APOSTROPHES, "'").normalize('NFKD').toLowerCase().replace(IGNORED, '');
  const letters = OPTIONAL_MARKS.test(whole) ? whole.replace(MARKS, '') : whole;
  return Array.from(letters, (letter) => TYPED_AS.get(letter) ?? letter)
    .join('')
    .replace(APOSTROPHES, "'")
    .replace(DASHES, '-')
    .replace(QUOTES, '"');
}

/** A folded text, and for each of its units where the cluster it begins or ends stands in the original; else -1. */
export interface FoldedText {
  readonly folded: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export function foldText(text: string): FoldedText {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const part = PLAIN.test(cluster) ? cluster.toLowerCase() : foldCluster(cluster);
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(unit === 0 ? index : -1);
      ends.push(unit === part.length - 1 ? index + cluster.length : -1);
    }
    folded += part;
  }
  return { folded, starts, ends };
}

/** What ends a word inside a name beside a blank: Smith-Jones, O'Brien, Maria (Ria), J.R. */
const BREAKS = /[\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}'".,/·・]/gu;
const SCRIPT_CHANGES = new RegExp(`(?<=[${UNSPACED}]\\p{M}*)(?=[^${UNSPACED}\\p{M}\\s])`, 'gu');
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');
const BEGINS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');

const spaced = (folded: string): string => {
  const words = folded.replace(BREAKS, ' ');
  return (HAS_UNSPACED.test(words) ? words.replace(SCRIPT_CHANGES, ' ') : words).replace(/\s+/g, ' ').trim();
};
const joined = (folded: string): string => folded.replace(BREAKS, '').replace(/\s+/g, ' ').trim();
const bare = (folded: string): string => folded.replace(MARKS, '');
const oneWord = (words: string): string => words.replaceAll(' ', '');
const unmarked = (folded: string): [withoutSigns: string, bare: string] => [
  folded.replace(/\p{Mn}/gu, ''),
  bare(folded),
];

/**
 * What a name is found by: its words, each behind a blank; also with what stands inside words left out (obrien), as one word
 * (mcdonald, 山田太郎), and without the vowel marks of scripts that have them: all of them, and those written over and under letters.
 */
export function searchKey(name: string): string {
  const folded = foldName(name);
  const [apart, words] = [spaced(folded), joined(folded)];
  const forms = [apart, words, oneWord(words)];
  if (/\p{M}/u.test(folded)) {
    const markless = unmarked(words);
    forms.push(...(apart === words ? [] : unmarked(apart)), ...markless, ...markless.map(oneWord));
  }
  return [...new Set(forms)].map((form) => ` ${form}`).join('\n');
}

const remembered = new Map<string, string>();

/** The search key of a name that is looked through with every letter typed. */
function keyOf(name: string): string {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const key = searchKey(name);
  remembered.set(name, key);
  return key;
}

/** What must stand in the search key of every name that is meant: each word typed begins a word, in any order. */
export const searchTerms = (query: string): string[] => foldName(query).split(/\s+/).map(termOf).filter(Boolean);

/** Whether every word typed begins a word of the name. */
export function nameMatches(name: string, query: string): boolean {
  if (query !== asked.query) asked = { query, terms: searchTerms(query) };
  return asked.terms.every((term) => keyOf(name).includes(term));
}

/** Whether what was typed begins a name (`start`), or a later word of it (`word`): all of it, in this order. */
export function nameBegins(name: string, typed: string): 'start' | 'word' | null {
  if (typed !== sought.typed) sought = { typed, ...soughtFor(typed) };
  const { inside, first } = sought;
  if (inside === null) return null;
  const key = keyOf(name);
  if (key.startsWith(first) || key.includes(`\n${first}`)) return 'start';
  return key.includes(inside) ? 'word' : null;
}

/** What was typed last: it is looked for in many names. */
let asked = { query: '', terms: [] as string[] };
let sought = { typed: '', ...soughtFor('') };

/** What must stand inside a search key, and where a form of it begins; null for signs alone. */
function soughtFor(typed: string): { inside: string | null; first: string } {
  const term = termOf(foldName(typed));
  const wanted = /\s$/.test(typed) ? `${term} ` : term;
  return { inside: typed !== '' && term === '' ? null : wanted, first: ` ${wanted.trimStart()}` };
}

function termOf(folded: string): string {
  const words = spaced(folded);
  const term = /\p{M}/u.test(words) ? words : bare(words);
  return term === '' || BEGINS_UNSPACED.test(term) ? term : ` ${term}`;
}

const orders = new Map<string, (a: string, b: string) => number>();

/** The order of names in a language, numbers by their value. */
export function nameOrder(locale: string): (a: string, b: string) => number {
  const order = orders.get(locale) ?? new Intl.Collator(locale, { numeric: true }).compare;
  orders.set(locale, order);
  return order;
}
