import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly data?: Uint8Array | string;
  readonly stored?: boolean;
  /** Upper half of the external attributes: a Unix mode. */
  readonly mode?: number;
  readonly flags?: number;
  /** Says that it unpacks to so much, whatever it does. */
  readonly says?: number;
  /** Says that it stands where the part before it stands. */
  readonly shared?: boolean;
}

/** An archive, as good or bad as it is wanted. */
export function makeZip(parts: readonly ZipPart[], { comment = '' } = {}): Buffer<ArrayBuffer> {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  let before = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data ?? '');
    const packed = part.stored ? data : deflateRawSync(data);
    const header = localHeader(part, data, packed);
    directory.push(entryOf(part, data, packed, part.shared ? before : offset));
    before = offset;
    if (part.shared) continue;
    bodies.push(header, packed);
    offset += header.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  return Buffer.concat([...bodies, listed, endOf(parts.length, listed.length, offset, comment)]);
}

function localHeader(part: ZipPart, data: Buffer, packed: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeFacts(header, 4, part, data, packed);
  return Buffer.concat([header, Buffer.from(part.name)]);
}

function entryOf(part: ZipPart, data: Buffer, packed: Buffer, offset: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(0x0314, 4);
  writeFacts(entry, 6, part, data, packed);
  entry.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 38);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, Buffer.from(part.name)]);
}

function writeFacts(into: Buffer, at: number, part: ZipPart, data: Buffer, packed: Buffer): void {
  into.writeUInt16LE(20, at);
  into.writeUInt16LE(part.flags ?? 0, at + 2);
  into.writeUInt16LE(part.stored ? 0 : 8, at + 4);
  into.writeUInt32LE(crc32(data), at + 10);
  into.writeUInt32LE(packed.length, at + 14);
  into.writeUInt32LE(part.says ?? data.length, at + 18);
  into.writeUInt16LE(Buffer.byteLength(part.name), at + 22);
}

function endOf(count: number, length: number, offset: number, comment: string): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count & 0xffff, 8);
  end.writeUInt16LE(count & 0xffff, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const MAIN = {
  docx: ['word/document.xml', `${OFFICE}.wordprocessingml.document.main+xml`],
  xlsx: ['xl/workbook.xml', `${OFFICE}.spreadsheetml.sheet.main+xml`],
  pptx: ['ppt/presentation.xml', `${OFFICE}.presentationml.presentation.main+xml`],
} as const;

/** An office document with the parts every one has, and more. */
export function makeOffice(kind: keyof typeof MAIN, more: readonly ZipPart[] = [], type: string = MAIN[kind][1]) {
  const [main] = MAIN[kind];
  const types = `<?xml version="1.0"?><Types><Override PartName="/${main}" ContentType="${type}"/></Types>`;
  return makeZip([
    { name: '[Content_Types].xml', data: types },
    { name: '_rels/.rels', data: '<?xml version="1.0"?><Relationships/>' },
    { name: main, data: '<?xml version="1.0"?><document>Cells have walls.</document>' },
    ...more,
  ]);
}

export const makeOpenDocument = (more: readonly ZipPart[] = [], type = 'application/vnd.oasis.opendocument.text') =>
  makeZip([
    { name: 'mimetype', data: type, stored: true },
    { name: 'content.xml', data: '<office:document/>' },
    ...more,
  ]);
