import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isTest } from './import-rules.ts';

/** A place where the engine's code says a plugin's name. */
export interface NamedPlugin {
  readonly file: string;
  readonly line: number;
  readonly plugin: string;
}

/** The folders of plugins/, which are the plugins' ids. */
export function pluginIds(root: string): string[] {
  const entries = readdirSync(join(root, 'plugins'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Where engine/ names a plugin: as a string (`'polls'`, `'polls.closed'`, `'polls_vote'`) or as a property (`.polls`). */
export function findPluginNames(root: string, files: readonly string[]): NamedPlugin[] {
  const ids = pluginIds(root);
  const engine = files.filter((file) => file.startsWith('engine/') && !isTest(file));
  return engine.flatMap((file) => namesIn(file, readFileSync(join(root, file), 'utf8'), ids));
}

function namesIn(file: string, text: string, ids: readonly string[]): NamedPlugin[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: NamedPlugin[] = [];
  const visit = (node: ts.Node): void => {
    const plugin = ids.find((id) => saysName(node, id));
    if (plugin) found.push({ file, plugin, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function saysName(node: ts.Node, id: string): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) return nameAtStart(id).test(node.text);
  const name = ts.isPropertyAccessExpression(node) || ts.isPropertyAssignment(node) ? node.name : undefined;
  return name !== undefined && ts.isIdentifier(name) && name.text === camelCase(id);
}

/** The id itself, or the id as the prefix of an event, a permission, a table or a path. */
const nameAtStart = (id: string): RegExp =>
  new RegExp(`^(${id}|${id.replaceAll('-', '_')}|${camelCase(id)})($|[._:/])`);

const camelCase = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
