import { findCycles } from './find-cycles.ts';
import { readImportGraph } from './import-graph.ts';
import { importRules, isTest } from './import-rules.ts';
import { findPluginNames } from './plugin-names.ts';

/** Something to put right: where, and the sentence it goes against. */
export interface Problem {
  /** `engine/rooms/room.ts:3`, or a file alone. */
  readonly where: string;
  /** The offending import, `file → file`, or what was found there. */
  readonly found: string;
  readonly rule: string;
}

/** Holds every source file below `root` against the import rule; an empty list means that it is kept. */
export function checkImports(root: string): Problem[] {
  const { files, edges } = readImportGraph(root);
  const broken = edges
    .filter(({ from }) => !isTest(from))
    .flatMap((edge) =>
      importRules
        .filter((rule) => rule.about(edge.from) && !rule.allows(edge))
        .map(({ says }) => ({ where: `${edge.from}:${edge.line}`, found: `${edge.from} → ${edge.to}`, rule: says })),
    );
  const cycles = findCycles(edges).map(([first = '', ...rest]) => ({
    where: first,
    found: [first, ...rest, first].join(' → '),
    rule: 'Imports that run form no circle: move what both sides need into a file of its own.',
  }));
  const names = findPluginNames(root, files).map(({ file, line, plugin }) => ({
    where: `${file}:${line}`,
    found: `${file} names the plugin "${plugin}"`,
    rule: 'engine/ never names a plugin: let the plugin tell the engine, by its contract or a hook.',
  }));
  return [...broken, ...cycles, ...names];
}

/** One problem as it is printed. */
export const problemText = ({ where, found, rule }: Problem): string => `${where}\n  ${found}\n  ${rule}`;
