const NONE = 0xffffffff;
const END = 0xfffffffe;
const FAT = 0xfffffffd;

export interface CompoundPart {
  readonly name: string;
  readonly data?: Uint8Array;
  readonly classId?: string;
}

/** A compound file of the old format of Office, with storages of these names, and streams where there is data. */
export function makeCompound(given: readonly (string | CompoundPart)[]): Buffer<ArrayBuffer> {
  const parts = [{ name: 'Root Entry' }, ...given.map((part) => (typeof part === 'string' ? { name: part } : part))];
  const directorySectors = Math.ceil((parts.length * 128) / 512);
  const fat: number[] = [FAT, ...chain(1, directorySectors)];
  const bodies: Buffer[] = [];
  const directory = parts.map((part: CompoundPart, at) => {
    const start = part.data ? fat.length : END;
    if (part.data) {
      const sectors = Math.ceil(part.data.length / 512);
      fat.push(...chain(fat.length, sectors));
      bodies.push(Buffer.concat([part.data, Buffer.alloc(sectors * 512 - part.data.length)]));
    }
    return entry(part, at === 0 ? 5 : part.data ? 2 : 1, start);
  });
  if (fat.length > 128) throw new Error('more than one sector of its table holds');
  const table = Buffer.alloc(512, 0xff);
  for (const [at, next] of fat.entries()) table.writeUInt32LE(next, at * 4);
  const filled = Buffer.concat([...directory, Buffer.alloc(directorySectors * 512 - directory.length * 128)]);
  return Buffer.concat([header(), table, filled, ...bodies]);
}

const chain = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, n) => (n === count - 1 ? END : from + n + 1));

function header(): Buffer {
  const bytes = Buffer.alloc(512, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.fill(0, 8, 76);
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    bytes.writeUInt16LE(value, at);
  for (const [at, value] of [
    [44, 1],
    [48, 1],
    [56, 4_096],
    [60, END],
    [68, END],
    [76, 0],
  ] as const)
    bytes.writeUInt32LE(value, at);
  return bytes;
}

function entry({ name, data, classId }: CompoundPart, kind: number, start: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 0, 'utf16le');
  bytes.writeUInt16LE((name.length + 1) * 2, 64);
  bytes[66] = kind;
  for (const at of [68, 72, 76]) bytes.writeUInt32LE(NONE, at);
  if (classId) bytes.write(classId, 80, 'hex');
  bytes.writeUInt32LE(start, 116);
  bytes.writeUInt32LE(data?.length ?? 0, 120);
  return bytes;
}
