/** Bytes that only the holder of the key can read, and that nobody can change or move unnoticed. */
interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}
export interface SealedRow {
  readonly key: string;
  readonly head: Sealed;
  /** The content of a file, a part at a time: each begins with its own IV. */
  readonly parts?: readonly Blob[];
}

const IV_BYTES = 12;
/** So that a long film is never in memory as a whole. */
const PART_BYTES = 4_000_000;

/** The key, for this page alone: no script can read it back. @param base64url 256 bits */
export function importKey(base64url: string): Promise<CryptoKey> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export const isFileRow = (row: SealedRow): boolean => row.parts !== undefined;

/** @param place where the row stands: it opens nowhere else */
export async function sealValue(value: unknown, key: CryptoKey, place: string): Promise<Omit<SealedRow, 'key'>> {
  return { head: await seal(new TextEncoder().encode(JSON.stringify(value)), key, place) };
}

/** @throws when it was not sealed with this key for this place */
export async function unsealValue({ head }: SealedRow, key: CryptoKey, place: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await unseal(head, key, place)));
}

interface FileHead {
  readonly name: string;
  readonly type: string;
  readonly lastModified: number;
  readonly parts: number;
}

export async function sealFile(file: File, key: CryptoKey, place: string): Promise<Omit<SealedRow, 'key'>> {
  const count = Math.ceil(file.size / PART_BYTES);
  const parts: Blob[] = [];
  for (let at = 0; at < count; at += 1) {
    const part = await file.slice(at * PART_BYTES, (at + 1) * PART_BYTES).arrayBuffer();
    const { iv, bytes } = await seal(part, key, `${place}#${at}`);
    parts.push(new Blob([iv, bytes]));
  }
  const { name, type, lastModified } = file;
  const head: FileHead = { name, type, lastModified, parts: count };
  return { ...(await sealValue(head, key, place)), parts };
}

export async function unsealFile(row: SealedRow, key: CryptoKey, place: string): Promise<File> {
  const head = (await unsealValue(row, key, place)) as FileHead;
  const { parts = [] } = row;
  if (parts.length !== head.parts) throw new Error('a part of the file is missing');
  const opened: Blob[] = [];
  for (const [at, part] of parts.entries()) {
    const [iv, bytes] = await Promise.all(
      [part.slice(0, IV_BYTES), part.slice(IV_BYTES)].map((blob) => blob.arrayBuffer()),
    );
    if (!iv || !bytes) throw new Error('a part of the file is empty');
    opened.push(new Blob([await unseal({ iv: new Uint8Array(iv), bytes }, key, `${place}#${at}`)]));
  }
  return new File(opened, head.name, { type: head.type, lastModified: head.lastModified });
}

async function seal(plain: BufferSource, key: CryptoKey, place: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, bytes: await crypto.subtle.encrypt(how(iv, place), key, plain) };
}

const unseal = ({ iv, bytes }: Sealed, key: CryptoKey, place: string): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt(how(iv, place), key, bytes);

const how = (iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(place),
});
