import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPlugin } from './install-plugin.ts';
import { namesOf, type PluginNames } from './plugin-id.ts';

const TEMPLATE = 'config/plugin-template';

export interface MadePlugin {
  /** Relative to the plugin's folder. */
  readonly files: readonly string[];
  /** Lines that plugins/index.ts lacks, because it does not look as we know it; usually none. */
  readonly byHand: readonly string[];
}

/**
 * Writes plugins/<id>, the template under another name, and installs it in plugins/index.ts.
 * @throws Error with one sentence, when the id cannot be a plugin's or is taken; nothing is written then.
 */
export function makePlugin(root: string, id: string, today: Date): MadePlugin {
  const names = namesOf(id);
  const folder = join(root, 'plugins', id);
  if (existsSync(folder)) throw new Error(`There is a plugins/${id} already: choose another id.`);
  const files = readdirSync(join(root, TEMPLATE), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, TEMPLATE).length + 1))
    .sort();
  const written = files.map((file) => {
    const path = renamed(file, names, today);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), renamed(readFileSync(join(root, TEMPLATE, file), 'utf8'), names, today));
    return path;
  });
  return { files: written, byHand: installPlugin(join(root, 'plugins/index.ts'), names) };
}

/** The template is a plugin that compiles, called new-plugin. */
function renamed(text: string, { id, camel, pascal, snake }: PluginNames, today: Date): string {
  return text
    .replaceAll('20260101', today.toISOString().slice(0, 10).replaceAll('-', ''))
    .replaceAll('new-plugin', id)
    .replaceAll('newPlugin', camel)
    .replaceAll('NewPlugin', pascal)
    .replaceAll('new_plugin', snake);
}
