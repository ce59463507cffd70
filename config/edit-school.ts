import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import { conflict, invalid, type SchoolSettings, type SettingsChange, type SettingsDraft } from '../engine/index.ts';
import { type Edit, editYaml } from './edit-yaml.ts';
import { ENABLED, type GoodSchool, type Installed, parseSchool } from './school-file.ts';
import { type SchoolProblem, unknownWord } from './school-problems.ts';

interface Source {
  readonly file: string;
  readonly text: string;
  readonly installed: Installed;
}

type PluginDraft = NonNullable<SettingsDraft['plugins']>[number];

/**
 * The text of a school file with other settings. What changes is judged by the reader of school files itself.
 * @throws DomainError `invalid`, naming the setting; `schools.hand-written` where the text cannot be changed in its places
 */
export function editSchool(source: Source, draft: SettingsDraft): { text: string; changes: SettingsChange[] } {
  const before = good(source);
  for (const plugin of draft.plugins ?? []) refuseUnknown(plugin, source.installed);
  const text = editYaml(source.text, editsFor(source.text, before.settings, draft));
  if (text === null) throw handWritten();
  return { text, changes: changesFrom(before.settings, good({ ...source, text }).settings) };
}

function good({ file, text, installed }: Source): GoodSchool {
  const parsed = parseSchool(file, text, installed);
  if ('setup' in parsed) return parsed;
  const { path, problem } = parsed.problems[0] as SchoolProblem;
  throw invalid(`settings.${path}`, `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`);
}

const handWritten = () =>
  conflict(
    'schools.hand-written',
    "The school's file is written in a way that can only be changed by hand, on the server.",
  );

function refuseUnknown({ id, settings = {} }: PluginDraft, installed: Installed): void {
  const contract = installed.find((each) => each.contract.id === id)?.contract;
  const ids = installed.map((each) => each.contract.id);
  if (!contract) throw invalid(`settings.plugins.${id}`, `${id} ${unknownWord('a plugin that is installed', id, ids)}`);
  const known = Object.keys(contract.settings.shape);
  const odd = Object.keys(settings).find((key) => !known.includes(key));
  if (odd !== undefined)
    throw invalid(`settings.plugins.${id}.${odd}`, `${odd} ${unknownWord(`a setting of ${id}`, odd, known)}`);
}

const WORDS = ['title', 'locale', 'timezone', 'registration'] as const;

function editsFor(text: string, before: SchoolSettings, draft: SettingsDraft): Edit[] {
  const written = (parseDocument(text).toJS({ maxAliasCount: 20 }).plugins ?? {}) as Record<string, unknown>;
  const words = WORDS.flatMap((word) =>
    isOther(draft[word], before[word]) ? [{ path: [word], value: draft[word] }] : [],
  );
  const plugins = (draft.plugins ?? []).flatMap((plugin) => pluginEdits(plugin, written[plugin.id], before));
  return [...words, ...plugins];
}

function pluginEdits({ id, on, settings = {} }: PluginDraft, written: unknown, before: SchoolSettings): Edit[] {
  const path = ['plugins', id];
  const old = before.plugins[id];
  const isOn = old?.on ?? false;
  const set = Object.entries(settings)
    .filter(([key, value]) => isOther(value, old?.settings[key]))
    .map(([key, value]) => ({ path: [...path, key], value }));
  return [...switchEdits(path, { written, isOn, toBe: on ?? isOn, hasSettings: set.length > 0 }), ...set];
}

interface Switch {
  /** What the file says of the plugin. */
  readonly written: unknown;
  readonly isOn: boolean;
  readonly toBe: boolean;
  /** Settings will be written below. */
  readonly hasSettings: boolean;
}

/** A plugin that has settings in the file keeps them there while it is off. */
function switchEdits(path: readonly string[], { written, isOn, toBe, hasSettings }: Switch): Edit[] {
  const keys = typeof written === 'object' && written !== null ? Object.keys(written) : null;
  if (!toBe && (isOn || hasSettings)) {
    if (keys?.length || hasSettings) return [{ path: [...path, ENABLED], value: false }];
    return isOn ? [{ path, value: false }] : [];
  }
  if (!toBe || isOn) return [];
  if (!keys) return hasSettings ? [] : [{ path, value: true }];
  return keys.length > 1 ? [{ path: [...path, ENABLED], value: undefined }] : [{ path, value: true }];
}

const isOther = (asked: unknown, now: unknown): boolean => asked !== undefined && !isDeepStrictEqual(asked, now);

function changesFrom(before: SchoolSettings, after: SchoolSettings): SettingsChange[] {
  const words = WORDS.map((word) => ({ path: [word], from: before[word], to: after[word] }));
  const plugins = Object.entries(after.plugins).flatMap(([id, { on, settings }]) => {
    const path = ['plugins', id];
    const old = before.plugins[id];
    const each = Object.keys(settings).map((key) => ({
      path: [...path, key],
      ...{ from: old?.settings[key], to: settings[key] },
    }));
    return [{ path, from: old?.on, to: on }, ...each];
  });
  return [...words, ...plugins].filter(({ from, to }) => !isDeepStrictEqual(from, to));
}
