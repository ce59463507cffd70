import { tell } from './words.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What a setting is set with. `other`: something this page has no form for. */
export type Kind =
  | { readonly kind: 'switch' | 'other' }
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly Option[]; readonly least: number }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly instead?: Option }
  | { readonly kind: 'text'; readonly pattern: string | undefined }
  | { readonly kind: 'list'; readonly least: number; readonly most: number };

export interface Setting {
  readonly key: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly kind: Kind;
}

interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The settings of a plugin, from the JSON Schema of its contract. */
export function settingsOf(schema: Readonly<Record<string, unknown>>): readonly Setting[] {
  return Object.entries((schema as Schema).properties ?? {}).map(([key, property]) => ({
    key,
    label: labelOf(key, property),
    hint: hintOf(property),
    kind: kindOf(property),
  }));
}

/** A longer description stands below the control. */
const MOST_LABEL = 44;
const isShort = (description: string): boolean => description.length <= MOST_LABEL;

const labelOf = (key: string, { title, description = '' }: Schema): string =>
  title ?? (description && isShort(description) ? description.replace(/\.$/, '') : inWords(key));

const hintOf = ({ title, description = '' }: Schema): string | undefined =>
  description && (title || !isShort(description)) ? description : undefined;

/** `perMessage` → `Per message` */
const inWords = (key: string): string =>
  key.charAt(0).toUpperCase() + key.slice(1).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function kindOf(schema: Schema): Kind {
  if (schema.anyOf) return eitherOf(schema.anyOf);
  if (schema.enum) return { kind: 'choice', options: optionsOf(schema), least: 1 };
  if (schema.type === 'boolean') return { kind: 'switch' };
  if (schema.type === 'integer') return numberOf(schema);
  if (schema.type === 'string') return { kind: 'text', pattern: schema.pattern };
  if (schema.type === 'array' && schema.items?.enum)
    return { kind: 'choices', options: optionsOf(schema.items), least: schema.minItems ?? 0 };
  if (schema.type === 'array' && schema.items?.type === 'string')
    return { kind: 'list', least: schema.minItems ?? 0, most: schema.maxItems ?? 100 };
  return { kind: 'other' };
}

/** A number, or one word in its place. */
function eitherOf(parts: readonly Schema[]): Kind {
  const word = parts.find((part) => typeof part.const === 'string');
  const number = parts.find((part) => part.type === 'integer');
  if (parts.length !== 2 || !word || !number) return { kind: 'other' };
  const value = String(word.const);
  return { ...numberOf(number), instead: { value, label: word.title ?? inWords(value) } };
}

const numberOf = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema) =>
  ({ kind: 'number', least: minimum, most: maximum }) as const;

const optionsOf = ({ enum: values = [], enumDescriptions = [] }: Schema): Option[] =>
  values.map((value, at) => ({ value, label: enumDescriptions[at] ?? inWords(value) }));

/** What is wrong with a value that was typed, or null. The server judges what a form cannot. */
export function faultOf({ kind }: Pick<Setting, 'kind'>, value: unknown): string | null {
  if (kind.kind === 'number') {
    if (kind.instead && value === kind.instead.value) return null;
    const fits = Number.isInteger(value) && (value as number) >= kind.least && (value as number) <= kind.most;
    return fits ? null : tell('number.wrong', limitsOf(kind));
  }
  if ((kind.kind === 'list' || kind.kind === 'choices') && Array.isArray(value)) {
    if (value.length < kind.least) return tell('list.few', { count: kind.least });
    if (kind.kind === 'list' && value.length > kind.most) return tell('list.many', { count: kind.most });
  }
  return null;
}

/** The limits of a number, as people write them. */
export const limitsOf = ({ least, most }: { readonly least: number; readonly most: number }) => ({
  least: NUMBERS.format(least),
  most: NUMBERS.format(most),
});
const NUMBERS = new Intl.NumberFormat('en');

/** How a value reads in a list of changes. */
export function valueWords({ kind }: Pick<Setting, 'kind'>, value: unknown): string {
  if (typeof value === 'boolean') return tell(value ? 'value.on' : 'value.off');
  const options = kind.kind === 'choice' || kind.kind === 'choices' ? kind.options : [];
  const word = (one: unknown): string => options.find((option) => option.value === one)?.label ?? String(one);
  if (Array.isArray(value)) return value.map(word).join(', ') || tell('value.nothing');
  if (kind.kind === 'number' && value === kind.instead?.value) return kind.instead?.label ?? String(value);
  if (value === '' || value === undefined || value === null) return tell('value.nothing');
  return typeof value === 'object' ? JSON.stringify(value) : word(value);
}
