import { basename } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import {
  firstWords,
  type PluginContract,
  type Routed,
  type SchoolSettings,
  type SchoolSetup,
} from '../engine/index.ts';
import { type Finding, findingsOf, type Path, type SchoolProblem, unknownWord } from './school-problems.ts';
import { SchoolWords } from './school-words.ts';

/** What is read of an installed plugin here. */
export type Installed = readonly (Routed & { readonly contract: PluginContract })[];
export type ParsedSchool = GoodSchool | { readonly problems: readonly SchoolProblem[] };
/** What a file without mistakes says. `settings` has those of plugins that are off too. */
export interface GoodSchool {
  readonly setup: SchoolSetup;
  readonly settings: SchoolSettings;
}
/** Among a plugin's settings: `false` switches it off and leaves the others where they are. */
export const ENABLED = 'enabled';

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** The file's name without `.yaml`: the school's name in addresses. */
export const slugOf = (file: string): string => basename(file).replace(/\.ya?ml$/i, '');
export const isSlug = (slug: string): boolean => SLUG.test(slug);
/** Why a school cannot have this name in addresses, with the cure; null when it can. */
export function slugTrouble(slug: string, installed: Installed): string | null {
  if (!isSlug(slug)) return 'use small letters, digits and hyphens';
  return firstWords(installed).has(slug) ? `"/${slug}" is the address of something else, choose another name` : null;
}

/** Reads one school file. Every problem is found at once, each with its line. */
export function parseSchool(file: string, text: string, installed: Installed): ParsedSchool {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placed = (findings: readonly Finding[]): ParsedSchool => ({
    problems: findings.map(({ path, problem }) => ({
      slug: slugOf(file),
      file,
      line: lines.linePos(offsetOf(document, path)).line || 1,
      path: path.join('.'),
      problem,
    })),
  });
  if (document.errors.length > 0) return notYaml(file, document, lines);
  const named = nameFindings(file, installed);
  if (named.length > 0) return placed(named);
  const read = readWords(slugOf(file), document, installed);
  return Array.isArray(read) ? placed(read) : (read as GoodSchool);
}

function notYaml(file: string, document: Document, lines: LineCounter): ParsedSchool {
  const problems = document.errors.map(({ pos, message }) => ({
    slug: slugOf(file),
    file,
    line: lines.linePos(pos[0]).line,
    path: '',
    problem: `is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
  }));
  return { problems };
}

function nameFindings(file: string, installed: Installed): Finding[] {
  if (!file.endsWith('.yaml')) return [{ path: [], problem: 'rename the file: it must end in .yaml' }];
  const trouble = slugTrouble(slugOf(file), installed);
  return trouble === null ? [] : [{ path: [], problem: `rename the file: ${trouble}, like oakwood.yaml` }];
}

function readWords(slug: string, document: Document, installed: Installed): GoodSchool | Finding[] {
  if (!isMap(document.contents)) return [{ path: [], problem: 'is empty: begin with `title: …`' }];
  const words = SchoolWords.safeParse(document.toJS({ maxAliasCount: 20 }));
  if (!words.success) return findingsOf(words.error, SchoolWords, 'a key of a school file');
  const findings = pluginFindings(slug, words.data.plugins, installed);
  return findings.length > 0 ? findings : goodSchool(slug, words.data, installed);
}

function goodSchool(slug: string, { registration, plugins, ...facts }: SchoolWords, installed: Installed): GoodSchool {
  const by: SchoolSetup['registration'] =
    typeof registration === 'string' ? { by: registration } : { by: 'domains', ...registration };
  const chosen = Object.entries(plugins).map(([id, choice]) => [id, isChosen(choice) && settingsIn(choice)]);
  const settings = installed.map(({ contract }) => {
    const choice = Object.hasOwn(plugins, contract.id) && plugins[contract.id];
    const written = settingsIn(choice);
    return [contract.id, { on: isChosen(choice), settings: contract.settings.parse(written === true ? {} : written) }];
  });
  return {
    setup: { slug, ...facts, registration: by, plugins: Object.fromEntries(chosen) },
    settings: { ...facts, registration, plugins: Object.fromEntries(settings) },
  };
}

const isKeyed = (choice: unknown): choice is Readonly<Record<string, unknown>> =>
  typeof choice === 'object' && choice !== null && !Array.isArray(choice);

/** Whether a choice switches its plugin on. */
const isChosen = (choice: unknown): boolean => choice === true || (isKeyed(choice) && choice[ENABLED] !== false);

/** The settings that are written, or true where none are. */
function settingsIn(choice: unknown): true | Record<string, unknown> {
  if (!isKeyed(choice)) return true;
  const { [ENABLED]: _, ...settings } = choice;
  return settings;
}

function pluginFindings(slug: string, chosen: Readonly<Record<string, unknown>>, installed: Installed): Finding[] {
  const contracts = new Map(installed.map(({ contract }) => [contract.id, contract]));
  return Object.entries(chosen).flatMap(([id, choice]) => {
    const contract = contracts.get(id);
    if (contract) return choiceFindings(slug, contract, choice, chosen);
    const problem = unknownWord('a plugin that is installed', id, [...contracts.keys()]);
    return [{ path: ['plugins', id], problem }];
  });
}

function choiceFindings(slug: string, contract: PluginContract, choice: unknown, chosen: object): Finding[] {
  const path = ['plugins', contract.id];
  if (choice === false) return [];
  if (choice !== true && !isKeyed(choice)) return [{ path, problem: 'give true, false or its settings' }];
  const lacking = (isChosen(choice) ? (contract.requires ?? []) : []).filter(({ id }) => !isOn(chosen, id));
  const written = settingsIn(choice);
  const parsed = contract.settings.strict().safeParse(written === true ? {} : written);
  return [
    ...switchFindings(choice, path),
    ...lacking.map(({ id }) => ({ path, problem: `needs ${id} (school: ${slug}); write \`${id}: true\` as well` })),
    ...(parsed.success ? [] : findingsOf(parsed.error, contract.settings, `a setting of ${contract.id}`, path)),
  ];
}

function switchFindings(choice: unknown, path: Path): Finding[] {
  if (!isKeyed(choice) || !Object.hasOwn(choice, ENABLED) || typeof choice[ENABLED] === 'boolean') return [];
  return [{ path: [...path, ENABLED], problem: 'give true or false' }];
}

const isOn = (chosen: object, id: string): boolean =>
  Object.hasOwn(chosen, id) && isChosen((chosen as Record<string, unknown>)[id]);

/** Where a path begins in the text; of what is not written, the nearest thing above it that is. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = isMap(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    const next = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const start = next ? next.key : isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
    const range = (start as { range?: readonly number[] } | undefined)?.range;
    if (!range) break;
    offset = range[0] ?? offset;
    node = next ? next.value : start;
  }
  return offset;
}
