/** A tag of an XML document that opens an element, with what its attributes say. */
export interface XmlTag {
  /** Without its prefix, in small letters: one namespace is not told from another, and what is refused is refused in all. */
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  /** What stands between this tag and the next, when it is text. */
  readonly text: string;
}
export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
}

const NAME = String.raw`[\p{L}_:][\p{L}\p{N}\p{M}_:.\u00b7-]*`;
const DOCTYPE = /\s*<!DOCTYPE[^<>[\]]*>/iuy;
const SPACE = /\s*/uy;
const OPENS = new RegExp(`<(${NAME})`, 'uy');
const CLOSES = new RegExp(String.raw`</${NAME}\s*>`, 'uy');
const ATTRIBUTE = new RegExp(String.raw`\s+(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'uy');
const ENDS = /\s*\/?>/uy;
const COMMENT = /<!--[\s\S]*?-->/uy;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/uy;
const DECLARATION = /<\?xml\s[^<>]*\?>/iuy;
const TEXT = /[^<]+/uy;

/**
 * The tags of an XML document, as a strict reader sees it. Null where it is none, or has in it what such documents need not:
 * declared entities, processing instructions, bytes that are neither UTF-8 nor marked UTF-16.
 */
export function xmlTags(bytes: Buffer, { anyEntity = false } = {}): readonly XmlTag[] | null {
  const text = decoded(bytes);
  return text === null ? null : new Reader(text, anyEntity).tags();
}

/** Another encoding would be read otherwise by whoever believes the declaration. */
function decoded(bytes: Buffer): string | null {
  try {
    const mark = bytes.subarray(0, 2).toString('hex');
    const charset = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    const says = /^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)/i.exec(text.slice(0, 200))?.[1]?.toLowerCase();
    if (says === undefined || says.startsWith(charset.slice(0, 6)) || isPlain(text)) return text;
    return null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Letters that are the same in all encodings but a few, which are not among what `says`: those begin with other bytes. */
const isPlain = (text: string): boolean => !/[\u0080-\u{10ffff}+]/u.test(text);

class Reader {
  readonly #text: string;
  /** Pages know many more, and mean nothing but letters by them. */
  readonly #anyEntity: boolean;
  #at = 0;

  constructor(text: string, anyEntity: boolean) {
    this.#text = text;
    this.#anyEntity = anyEntity;
  }

  tags(): XmlTag[] | null {
    const found: { name: string; attributes: XmlAttribute[]; text: string }[] = [];
    this.#take(SPACE);
    this.#take(DECLARATION);
    while (this.#take(COMMENT) || this.#take(DOCTYPE) || (this.#text[this.#at] !== '<' && this.#take(TEXT)));
    while (this.#at < this.#text.length) {
      const words = this.#take(TEXT)?.[0] ?? this.#take(CDATA)?.[1];
      if (words !== undefined) {
        const last = found.at(-1);
        const plain = unescaped(words) ?? (this.#anyEntity ? words : null);
        if (plain === null) return null;
        if (last) last.text += plain;
      } else if (!this.#take(COMMENT) && !this.#take(CLOSES)) {
        const tag = this.#opened();
        if (!tag) return null;
        found.push(tag);
      }
    }
    return found.length > 0 ? found : null;
  }

  #opened(): { name: string; attributes: XmlAttribute[]; text: string } | null {
    const opens = this.#take(OPENS);
    if (!opens) return null;
    const attributes: XmlAttribute[] = [];
    for (let one = this.#take(ATTRIBUTE); one; one = this.#take(ATTRIBUTE)) {
      const value = unescaped(one[2] ?? one[3] ?? '');
      if (value === null) return null;
      attributes.push({ name: (one[1] ?? '').toLowerCase(), value });
    }
    return this.#take(ENDS) ? { name: localName(opens[1] ?? ''), attributes, text: '' } : null;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}

/** Without its prefix, in small letters. */
export const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1).toLowerCase();

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Null where an entity is one that nobody knows. */
function unescaped(text: string): string | null {
  let known = true;
  const plain = text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(\w+));?/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) known &&= name in NAMED;
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
  return known ? plain : null;
}
