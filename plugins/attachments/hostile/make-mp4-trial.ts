/** A box of ISO media: its length, its four letters, what is inside. */
export function box(type: string, ...content: readonly (Uint8Array | string)[]): Buffer<ArrayBuffer> {
  const inside = Buffer.concat(content.map((part) => Buffer.from(part as string)));
  const header = Buffer.alloc(8);
  header.writeUInt32BE(inside.length + 8, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, inside]);
}

const handler = (kind: string) => box('hdlr', Buffer.alloc(8), kind, Buffer.alloc(13));

/** The boxes of a film with a picture track; nothing a player could play. */
export const makeMp4 = (more: readonly Uint8Array[] = [], kind = 'vide'): Buffer<ArrayBuffer> =>
  Buffer.concat([
    box('ftyp', 'isom', Buffer.alloc(4), 'isommp42'),
    box('moov', box('mvhd', Buffer.alloc(100)), box('trak', box('mdia', handler(kind))), ...more),
    box('mdat', Buffer.alloc(500, 7)),
  ]);
