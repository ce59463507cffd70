import type { Source } from './source.ts';

/** A storage or a stream in a compound file. */
export interface CompoundEntry {
  readonly name: string;
  readonly isStream: boolean;
  readonly classId: string;
  readonly start: number;
  readonly size: number;
}

/** The old format of Office documents, of installers, and of objects in documents: [MS-CFB]. */
export const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const LAST = 0xfffffffa;
/** Below this a stream stands among others. */
const SMALL = 4_096;
const MOST_ENTRIES = 20_000;
const MOST_SECTORS = 4_000_000;

/** A compound file that is read by its tables, within bounds. */
export class Compound {
  readonly entries: readonly CompoundEntry[];
  readonly #source: Source;
  readonly #shift: number;
  readonly #fat: readonly number[];

  private constructor(source: Source, shift: number, fat: readonly number[], entries: readonly CompoundEntry[]) {
    this.entries = entries;
    this.#source = source;
    this.#shift = shift;
    this.#fat = fat;
  }

  /** Null when it is damaged, or larger than documents are. */
  static async open(source: Source): Promise<Compound | null> {
    const header = await source.part(0, 512);
    const shift = header.length === 512 ? header.readUInt16LE(30) : 0;
    if (!header.subarray(0, 8).equals(COMPOUND) || (shift !== 9 && shift !== 12)) return null;
    const fat = await readFat(source, header, shift);
    if (!fat) return null;
    const bare = new Compound(source, shift, fat, []);
    const directory = await bare.#chain(header.readUInt32LE(48), MOST_ENTRIES * 128);
    const entries = directory && entriesIn(directory);
    return entries ? new Compound(source, shift, fat, entries) : null;
  }

  /** The beginning of a stream, up to `most` bytes. Null for one of less than 4,096 bytes: programs fill up those of documents. */
  async beginning({ start, size }: CompoundEntry, most: number): Promise<Buffer | null> {
    if (size < SMALL) return null;
    return (await this.#chain(start, Math.min(size, most)))?.subarray(0, Math.min(size, most)) ?? null;
  }

  /** What sectors that follow one another hold, up to so many bytes. Null where one is missing, or comes twice. */
  async #chain(start: number, most: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    const seen = new Set<number>();
    const length = 1 << this.#shift;
    for (let sector = start; sector < LAST && parts.length * length < most; ) {
      const part = await this.#source.part((sector + 1) * length, length);
      const next = this.#fat[sector];
      if (part.length === 0 || next === undefined || seen.has(sector)) return null;
      seen.add(sector);
      parts.push(part);
      sector = next;
    }
    return Buffer.concat(parts);
  }
}

/** Which sector follows which. The list of sectors in which that stands begins in the header, and goes on in sectors of its own. */
async function readFat(source: Source, header: Buffer, shift: number): Promise<number[] | null> {
  const length = 1 << shift;
  const count = header.readUInt32LE(44);
  if (count > Math.ceil(source.size / length) || count * (length / 4) > MOST_SECTORS) return null;
  const places = numbersIn(header.subarray(76));
  for (let sector = header.readUInt32LE(68), seen = 0; sector < LAST && places.length < count + 110; seen += 1) {
    const numbers = numbersIn(await source.part((sector + 1) * length, length));
    if (numbers.length === 0 || seen > count) return null;
    places.push(...numbers.slice(0, -1));
    sector = numbers.at(-1) ?? LAST;
  }
  const fat: number[] = [];
  for (const sector of places.filter((place) => place < LAST).slice(0, count))
    for (const next of numbersIn(await source.part((sector + 1) * length, length))) fat.push(next);
  return fat;
}

const numbersIn = (bytes: Buffer): number[] =>
  Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readUInt32LE(at * 4));

const ENTRY = 128;

function entriesIn(directory: Buffer): CompoundEntry[] | null {
  const found: CompoundEntry[] = [];
  for (let at = 0; at + ENTRY <= directory.length; at += ENTRY) {
    const nameLength = directory.readUInt16LE(at + 64);
    const kind = directory[at + 66];
    if (kind === 0) continue;
    if (nameLength > 64) return null;
    found.push({
      name: directory.toString('utf16le', at, at + Math.max(0, nameLength - 2)),
      isStream: kind === 2,
      classId: directory.toString('hex', at + 80, at + 96),
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    });
  }
  return found.length > 0 ? found : null;
}
