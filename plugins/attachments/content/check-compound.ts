import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { COMPOUND, Compound, type CompoundEntry } from './compound.ts';
import { bytesSource, type Source } from './source.ts';

/** What is wrong with a compound file, by the error that says so. */
export type CompoundFault = 'unsafe' | 'encrypted' | 'unreadable';

export const isCompound = (head: Buffer): boolean => head.subarray(0, COMPOUND.length).equals(COMPOUND);

/** Storages and streams of macros. */
const MACROS = /^(?:_vba_project|_vba_project_cur|vba|macros|projectwm)$/i;
/** Any file that was packed into the document, and the program that unpacks it. */
const PACKED = /^.?ole10native$/i;
/** The packager and Flash: they open what is inside. */
const CLASSES = new Set(['0c00030000000000c000000000000046', '6edb7cd26daecf1196b8444553540000']);
const ENCRYPTED = /^(?:encryptedpackage|encryptioninfo|encryptedsummary)$/i;
const MOST_LOOKED_AT = 64_000_000;
const DEEPEST = 3;

/**
 * What stands against a compound file: macros, files packed into it, or that it is encrypted. Undefined where nothing does.
 * What cannot be read for certain is damaged.
 */
export async function compoundFault(source: Source, depth = 0): Promise<CompoundFault | undefined> {
  const file = depth > DEEPEST ? null : await Compound.open(source);
  if (!file) return 'unreadable';
  const { entries } = file;
  if (entries.some(({ name }) => ENCRYPTED.test(name))) return 'encrypted';
  if (entries.some(isHarmful)) return 'unsafe';
  for (const entry of entries) {
    const look = entry.isStream ? LOOKS.find(([name]) => name.test(entry.name))?.[1] : undefined;
    const bytes = look && entry.size <= MOST_LOOKED_AT ? await file.beginning(entry, MOST_LOOKED_AT) : null;
    const fault = look && (bytes ? await look(bytes, depth) : 'unreadable');
    if (fault) return fault;
  }
  return undefined;
}

const isHarmful = ({ name, classId }: CompoundEntry): boolean =>
  MACROS.test(name) || PACKED.test(name) || CLASSES.has(classId);

type Look = (bytes: Buffer, depth: number) => CompoundFault | undefined | Promise<CompoundFault | undefined>;
const LOOKS: readonly (readonly [name: RegExp, look: Look])[] = [
  [/^(?:workbook|book)$/i, bookFault],
  [/^powerpoint document$/i, slidesFault],
  [/^worddocument$/i, textFault],
];

const [FILE_PASS, SHEET, END_OF_PART] = [0x2f, 0x85, 0x0a];
/** Of a sheet: Excel 4 macros, Visual Basic. */
const RUNS: readonly (number | undefined)[] = [1, 6];

/** [MS-XLS] 2.4.28, 2.4.117: sheets of macros stand in the list of sheets, and a record says that what follows is encrypted. */
function bookFault(bytes: Buffer): CompoundFault | undefined {
  for (let at = 0; at + 4 <= bytes.length; at += 4 + bytes.readUInt16LE(at + 2)) {
    const type = bytes.readUInt16LE(at);
    if (type === FILE_PASS) return 'encrypted';
    if (type === SHEET && RUNS.includes(bytes[at + 9])) return 'unsafe';
    if (type === END_OF_PART) return undefined;
  }
  return undefined;
}

/** [MS-DOC] 2.5.2: a bit of the beginning says that the rest is encrypted. */
function textFault(bytes: Buffer): CompoundFault | undefined {
  return ((bytes[11] ?? 0) & 1) === 1 ? 'encrypted' : undefined;
}

/** How a record begins that holds an object as it is, and one that is packed. */
const OBJECTS = ['00001110', '10001110'].map((hex) => Buffer.from(hex, 'hex'));
const MOST_OBJECT = 32_000_000;
const MOST_OBJECTS = 256_000_000;
const unpack = promisify(inflate);

/**
 * [MS-PPT] 2.10.33: objects and macros are compound files of their own, packed. They are looked for wherever they could
 * stand: a presentation finds them by their places, and what lies between may say anything.
 */
async function slidesFault(bytes: Buffer, depth: number): Promise<CompoundFault | undefined> {
  let looked = 0;
  for (const begins of OBJECTS)
    for (let at = bytes.indexOf(begins); at >= 0; at = bytes.indexOf(begins, at + 1)) {
      const content = bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(Math.min(at + 4, bytes.length - 4)));
      const object = begins === OBJECTS[1] ? await unpacked(content.subarray(4)) : content;
      looked += object?.length ?? MOST_OBJECT;
      if (looked > MOST_OBJECTS) return 'unreadable';
      const fault = object && isCompound(object) ? await compoundFault(bytesSource(object), depth + 1) : undefined;
      if (fault) return fault;
    }
  return undefined;
}

const unpacked = (bytes: Buffer): Promise<Buffer | null> =>
  unpack(bytes, { maxOutputLength: MOST_OBJECT }).catch((error: unknown) => {
    if (/^(Z_|ERR_BUFFER_TOO_LARGE)/.test((error as { code?: string }).code ?? '')) return null;
    throw error;
  });

const DOCUMENTS: readonly (readonly [stream: RegExp, type: string])[] = [
  [/^worddocument$/i, 'application/msword'],
  [/^(?:workbook|book)$/i, 'application/vnd.ms-excel'],
  [/^powerpoint document$/i, 'application/vnd.ms-powerpoint'],
];

/** What kind of document a compound file is, by its main stream; undefined for everything else that is one. */
export async function compoundDocument(source: Source): Promise<string | undefined> {
  const names = (await Compound.open(source))?.entries.filter(({ isStream }) => isStream) ?? [];
  return DOCUMENTS.find(([stream]) => names.some(({ name }) => stream.test(name)))?.[1];
}
