import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isScalar, type Node, type Pair, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';

/** One value of a YAML text, by the keys that lead to it. Undefined takes the key out. */
export interface Edit {
  readonly path: readonly string[];
  readonly value: unknown;
}

type KeyPair = Pair<Scalar, Node | null>;
type KeyMap = YAMLMap<Scalar, Node | null>;

/**
 * Changes values where they stand: every other byte of the text stays as it is, with comments, order, blanks and line ends.
 * @returns null where the text is written in a way (aliases, merged keys) in which that would say something else
 */
export function editYaml(text: string, edits: readonly Edit[]): string | null {
  const edited = edits.reduce(withEdit, text);
  return isDeepStrictEqual(saidBy(edited), edits.reduce(withValue, saidBy(text))) ? edited : null;
}

function saidBy(text: string): unknown {
  const document = parseDocument(text);
  return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 20 });
}

function withValue(of: unknown, { path: [key, ...rest], value }: Edit): unknown {
  if (key === undefined) return value;
  const { [key]: old, ...others } = typeof of === 'object' && of !== null ? (of as Record<string, unknown>) : {};
  const inner = withValue(old, { path: rest, value });
  return inner === undefined ? others : { ...others, [key]: inner };
}

function withEdit(text: string, { path, value }: Edit): string {
  let map: unknown = parseDocument(text).contents;
  for (const [depth, key] of path.entries()) {
    if (!isMap(map)) return text;
    const within = map as KeyMap;
    const rest = path.slice(depth + 1);
    const pair = within.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (!pair) return value === undefined ? text : insert(text, within, key, nested(rest, value));
    const isLeaf = !isMap(pair.value) || pair.value.items.length === 0;
    if (rest.length === 0 && value === undefined) return remove(text, pair);
    if (rest.length === 0 || isLeaf) return replace(text, within, pair, nested(rest, value));
    map = pair.value;
  }
  return text;
}

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner: unknown, key) => ({ [key]: inner }), value);

function replace(text: string, map: KeyMap, pair: KeyPair, value: unknown): string {
  const colon = text.indexOf(':', pair.key.range?.[1]) + 1;
  const [from, to] = extentOf(text, pair, colon);
  const isBlock = isKeyed(value) && !map.flow;
  const inline = isBlock ? '' : inLine(value, map, pair.value);
  if (!isBlock && isInline(pair.value)) return `${text.slice(0, from)}${inline}${text.slice(to)}`;
  // A comment beside the old value, or beside the key of an old block, stays beside the key.
  const beside = isInline(pair.value) ? text.slice(to, lineEnd(text, to)) : text.slice(colon, lineEnd(text, colon));
  const end = isInline(pair.value) ? lineEnd(text, to) : to;
  const written = isBlock ? block(text, value, columnOf(text, pair) + STEP) : '';
  return `${text.slice(0, colon)}${inline && ` ${inline}`}${beside}${written}${text.slice(end)}`;
}

/** Where a value begins and ends; nothing at all begins after the colon. */
function extentOf(text: string, { value }: KeyPair, colon: number): [from: number, to: number] {
  const [from, to] = value?.range ?? [colon, colon];
  if (from === to) return [colon, colon];
  return isInline(value) ? [from, to] : [from, text.slice(0, to).trimEnd().length];
}

/** Before the first key that is written after it, in the order in which people write a school file; else at the end. */
const ORDER = ['enabled', 'title', 'locale', 'timezone', 'registration', 'plugins'];

function insert(text: string, map: KeyMap, key: string, value: unknown): string {
  const last = map.items.at(-1);
  if (map.flow || !last) return insertInFlow(text, map, `${key}: ${inLine(value, map, null)}`);
  const place = ORDER.indexOf(key);
  const next = place < 0 ? undefined : map.items.find((item) => ORDER.indexOf(String(item.key.value)) > place);
  const before = next ?? (key === 'enabled' ? map.items[0] : undefined);
  const column = columnOf(text, last);
  const written = isKeyed(value)
    ? `${key}:${block(text, value, column + STEP)}`
    : `${key}: ${inLine(value, map, null)}`;
  if (before) {
    const at = (before.key.range?.[0] ?? 0) - column;
    return `${text.slice(0, at)}${' '.repeat(column)}${written}${newline(text)}${text.slice(at)}`;
  }
  const at = lineEnd(text, endOf(text, last));
  return `${text.slice(0, at)}${newline(text)}${' '.repeat(column)}${written}${text.slice(at)}`;
}

function insertInFlow(text: string, map: KeyMap, written: string): string {
  const last = map.items.at(-1);
  const at = last ? endOf(text, last) : (map.range?.[0] ?? 0) + 1;
  return `${text.slice(0, at)}${last ? ', ' : ' '}${written}${last ? '' : ' '}${text.slice(at)}`;
}

function remove(text: string, pair: KeyPair): string {
  const from = (pair.key.range?.[0] ?? 0) - columnOf(text, pair);
  const end = text.indexOf('\n', endOf(text, pair));
  return text.slice(0, from) + (end < 0 ? '' : text.slice(end + 1));
}

function endOf(text: string, pair: KeyPair): number {
  const colon = text.indexOf(':', pair.key.range?.[1]) + 1;
  return extentOf(text, pair, colon)[1];
}

const STEP = 2;
const isKeyed = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value stands on the line of its key, so that what follows on that line is not its own. */
function isInline(value: Node | null): boolean {
  if (isScalar(value)) return value.type !== 'BLOCK_LITERAL' && value.type !== 'BLOCK_FOLDED';
  return value === null || (value as { flow?: boolean }).flow === true;
}

function inLine(value: unknown, { flow }: KeyMap, old: Node | null): string {
  if (typeof value === 'string' && flow) return JSON.stringify(value);
  const document = documentOf(value);
  const quoted = isScalar(old) && (old.type === 'QUOTE_SINGLE' || old.type === 'QUOTE_DOUBLE') ? old.type : undefined;
  if (typeof value === 'string' && quoted && isScalar(document.contents)) document.contents.type ??= quoted;
  return document.toString({ ...PLAIN, collectionStyle: 'flow' }).trimEnd();
}

/** Lines for a map, each begun with a line break, with lists in one line. */
function block(text: string, value: unknown, column: number): string {
  const lines = documentOf(value).toString(PLAIN).trimEnd().split('\n');
  return lines.map((line) => `${newline(text)}${' '.repeat(column)}${line}`).join('');
}

/** What is long stays on its line. */
const PLAIN = { lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER };

function documentOf(value: unknown): Document {
  const document = new Document(value);
  visit(document, {
    Seq: (_, list) => {
      list.flow = true;
    },
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && /[\n\r]/.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document;
}

const columnOf = (text: string, { key }: KeyPair): number => {
  const at = key.range?.[0] ?? 0;
  return at - (text.lastIndexOf('\n', at - 1) + 1);
};
const newline = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > from ? end - 1 : end;
}
