import type { Edge } from './import-graph.ts';

/**
 * Circles among imports that run, each as its files in order; one for each knot of files that reach each other.
 * `import type` is gone before anything runs, so it closes no circle.
 */
export function findCycles(edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, kind, typeOnly } of edges) {
    if (kind === 'ours' && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  return [...next.keys()].flatMap((file) => {
    if (done.has(file)) return [];
    const cycle = circleFrom(file, next);
    done.add(file);
    for (const member of cycle ?? []) done.add(member);
    return cycle ? [cycle] : [];
  });
}

/** The shortest way from a file back to itself. */
function circleFrom(start: string, next: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const to of next.get(file) ?? []) {
      if (to === start) return pathTo(file, cameFrom);
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, file);
      queue.push(to);
    }
  }
  return undefined;
}

function pathTo(file: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const before = cameFrom.get(file);
  return before ? [...pathTo(before, cameFrom), file] : [file];
}
