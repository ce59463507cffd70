import { readFileSync, writeFileSync } from 'node:fs';
import type { PluginNames } from './plugin-id.ts';

/** A line of plugins/index.ts: what it is, and how the file looks with it; undefined when its place is not found. */
interface Addition {
  readonly line: string;
  apply(text: string): string | undefined;
}

/** Adds a plugin at the end of each list in plugins/index.ts; answers the lines whose place was not found. */
export function installPlugin(file: string, names: PluginNames): string[] {
  const start = readFileSync(file, 'utf8');
  let text = start;
  const byHand = additions(names).flatMap(({ line, apply }) => {
    const next = apply(text);
    text = next ?? text;
    return next === undefined ? [line] : [];
  });
  if (text !== start) writeFileSync(file, text);
  return byHand;
}

function additions({ id, camel }: PluginNames): Addition[] {
  const line = `import ${camel} from './${id}/server.ts';`;
  const route = `${camel}: routerOf(${camel}),`;
  return [
    {
      line,
      apply: (text) =>
        changed(text, /(import \w+ from '\.\/[\w-]+\/server\.ts';\n)(?![\s\S]*\/server\.ts')/, `$1${line}\n`),
    },
    {
      line: `composePlugins([…, ${camel}])`,
      apply: (text) => changed(text, /(composePlugins\(\[[^\]]*?),?(\s*\]\))/, `$1, ${camel}$2`),
    },
    {
      line: route,
      apply: (text) => changed(text, /(\n +\w+: routerOf\(\w+\),)(?![\s\S]*routerOf\(\w+\),)/, `$1\n  ${route}`),
    },
  ];
}

function changed(text: string, place: RegExp, by: string): string | undefined {
  return place.test(text) ? text.replace(place, by) : undefined;
}
