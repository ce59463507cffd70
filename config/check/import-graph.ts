import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { readImports, type WrittenImport } from './read-imports.ts';

/** An import, resolved. Paths are relative to the root, with slashes. */
export interface Edge {
  readonly from: string;
  readonly line: number;
  /** A file of ours, a Node module (`node:fs`) or a package as it was written (`pg`, `better-auth/client`). */
  readonly to: string;
  readonly kind: 'ours' | 'node' | 'package';
  readonly typeOnly: boolean;
}

/** Every source file, and what each imports. */
export interface ImportGraph {
  readonly files: readonly string[];
  readonly edges: readonly Edge[];
}

const FOLDERS = ['engine', 'plugins', 'classroom-ui', 'config', 'migrations'];

/** Reads all sources below `root`, and those that stand in it. */
export function readImportGraph(root: string): ImportGraph {
  const atRoot = readdirSync(root).filter((name) => /\.(ts|js)$/.test(name));
  const files = [...atRoot, ...FOLDERS.flatMap((folder) => sourcesIn(root, folder))].sort();
  const edges = files.flatMap((from) =>
    readImports(from, readFileSync(join(root, from), 'utf8')).flatMap((written) => resolved(from, written)),
  );
  return { files, edges };
}

function sourcesIn(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesIn(root, path);
    return /\.(ts|js|svelte)$/.test(entry.name) ? [path] : [];
  });
}

function resolved(from: string, { specifier, line, typeOnly }: WrittenImport): Edge[] {
  const edge = (kind: Edge['kind'], to: string): Edge[] => [{ from, line, to, kind, typeOnly }];
  const path = specifier.replace(/\?.*$/, '');
  if (/^\$|\/\$types(\.js)?$/.test(path)) return []; // made by SvelteKit
  if (path.startsWith('.')) return edge('ours', posix.join(posix.dirname(from), path));
  if (path.startsWith('#lib/')) return edge('ours', `classroom-ui/lib/${path.slice('#lib/'.length)}`);
  if (path.startsWith('/')) return edge('ours', `classroom-ui${path}`);
  if (isBuiltin(path)) return edge('node', `node:${path.replace('node:', '')}`);
  return edge('package', path);
}
