import type { OfferedPlugin, SettingsChange } from '../../../engine/client.ts';
import { settingsOf, valueWords } from './setting-kinds.ts';
import { tell } from './words.ts';

/** What was changed, as a line; a plugin that is no longer installed by its id. */
export function changeWords({ path, from, to }: SettingsChange, offered: readonly OfferedPlugin[]): string {
  const [word = '', id = '', key] = path;
  const plugin = word === 'plugins' ? offered.find((one) => one.id === id) : undefined;
  const setting = plugin && settingsOf(plugin.schema).find((one) => one.key === key);
  const words = (value: unknown): string =>
    word === 'registration' ? registrationWords(value) : valueWords(setting ?? { kind: { kind: 'other' } }, value);
  return tell('change.line', {
    what: whatWords(word, plugin?.title ?? id, setting?.label ?? key),
    from: words(from),
    to: words(to),
  });
}

function whatWords(word: string, plugin: string, setting: string | undefined): string {
  if (word === 'title' || word === 'locale' || word === 'timezone') return tell(`school.${word}`);
  if (word === 'registration') return tell('registration');
  return setting === undefined ? plugin : tell('change.of', { plugin, setting });
}

function registrationWords(value: unknown): string {
  if (value === 'closed' || value === 'code') return tell(`registration.${value}`);
  const { domains } = (value ?? {}) as { domains?: readonly string[] };
  return domains?.join(', ') ?? String(value);
}
