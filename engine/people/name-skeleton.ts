import { foldName } from '../names.ts';

const pairs = (text: string): Map<string, string> =>
  new Map(text.split(' ').map((pair) => [...pair] as unknown as [string, string]));

/** Capitals that look like other letters than their small forms do: to be seen before the case is gone. */
const CAPITALS = pairs('ΗH ΝN ΥY ΡP ΧX ΒB ΜM НH РP СC ВB УY ХX ИN ᎢT ⲎH ⲚN ⲨY ⲢP ⲬX ⲂB ⲘM');
/** Small letters, as `foldName` leaves them, that are drawn like Latin ones. After Unicode's list of confusables. */
const LOOKALIKES = pairs(
  'аa вb сc ԁd еe ԍg һh іi јj кk ӏl мm нh оo рp ԛq гr ѕs тt уy ѵv ԝw хx ьb пn зe бb иu дa ' +
    'αa βb εe ηn ιi κk νv οo ρp τt υu χx γy ωw μu ζz σo δd ϲc ϳj ' +
    'օo սu հh ոn ցg զq ռn ѡw ' +
    'ꭰd ꭱr ꭲt ꭵi ꭺa ꭻj ꭼe ꮃw ꮇm ꮋh ꮍy ꮐg ꮒn ꮓz ꮞs ꮟb ꮢr ꮤw ꮩv ꮪs ꮮl ꮯc ꮲp ꮶk ᏼb ' +
    'ꓮa ꓐb ꓚc ꓓd ꓰe ꓝf ꓖg ꓧh ꓲi ꓙj ꓗk ꓡl ꓟm ꓠn ꓳo ꓑp ꓣr ꓢs ꓔt ꓴu ꓦv ꓪw ꓫx ꓬy ꓜz ' +
    'ⲁa ⲃb ⲉe ⲏh ⲓi ⲕk ⲙm ⲛn ⲟo ⲣp ⲥc ⲧt ⲩy ⲭx ⲱw ' +
    'ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz ɑa ɡg ɩi ʋv ɾr ' +
    '0o 1l 3e 4a 5s 7t 8b $s @a !l |l ǀl ∣l',
);
const TITLES =
  'mr mrs ms miss mx dr prof professor doctor sir madam maam teacher tutor coach headteacher headmaster headmistress ' +
  'principal herr frau fraulein lehrer lehrerin hr fr mme mlle monsieur madame mademoiselle maitre maitresse ' +
  'sr sra srta senor senora senorita profesor profesora profe prof.a sig signor signora signorina dott dottore ' +
  'dottoressa maestro maestra professore professoressa senhor senhora mevr mevrouw dhr meneer juf meester ' +
  'bayan ogretmen hoca mudur fru lektor rektor staff admin';

/**
 * How a name looks at a glance, word by word: without case, marks and signs, with every letter as the Latin one it is drawn
 * like, and with i and l, rn and m, vv and w as one.
 */
function skeleton(name: string): string[] {
  const seen = Array.from(name, (letter) => CAPITALS.get(letter) ?? letter).join('');
  const drawn = Array.from(foldName(seen), (letter) => LOOKALIKES.get(letter) ?? letter).join('');
  return drawn
    .replace(/['.]/g, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map((word) => word.replaceAll('i', 'l').replaceAll('rn', 'm').replaceAll('vv', 'w'))
    .filter(Boolean);
}

const TITLE_SKELETONS: readonly string[] = skeleton(TITLES);
const isTitle = (word: string): boolean => TITLE_SKELETONS.includes(word);
const untitled = (words: readonly string[]): string[] =>
  words.filter((word) => !isTitle(word) && !/^\p{N}+$/u.test(word));

/** What people set apart from their name: a subject, a place, a remark. */
const APART = /[()[\]{}|/:;·•–—]|\s-\s/u;

/**
 * Whether a name can be taken for that of somebody on the staff: it looks the same, whatever title stands with either, in
 * whatever order, however it is spaced and whatever is set apart from it; or a title stands before a part of their name.
 */
export function passesFor(name: string, staffName: string): boolean {
  const staff = untitled(skeleton(staffName));
  if (staff.length === 0) return false;
  return [name, ...name.split(APART)].some((part) => looksLike(skeleton(part), staff));
}

function looksLike(words: readonly string[], staff: readonly string[]): boolean {
  const rest = untitled(words);
  const together = words.join('');
  const ofStaff = [staff.join(''), staff.toReversed().join('')];
  if (ofStaff.includes(rest.join('')) || ofStaff.includes(together)) return true;
  if (sorted(rest) === sorted(staff)) return true;
  const parts = [...staff, ...ofStaff];
  if (parts.some((part) => TITLE_SKELETONS.some((title) => together === title + part))) return true;
  return words.some((word, at) => isTitle(word) && staff.includes(untitled(words.slice(at))[0] ?? ''));
}

const sorted = (words: readonly string[]): string => words.toSorted().join(' ');
