import type { LanguageFn } from 'highlight.js';
import { lazy } from '#lib/kit/lazy.svelte.ts';

/** What a class is likely to write code in: each language is fetched when a block says it is in it. */
export const LOADERS: Readonly<Record<string, () => Promise<{ default: LanguageFn }>>> = {
  bash: lazy(() => import('highlight.js/lib/languages/bash')),
  c: lazy(() => import('highlight.js/lib/languages/c')),
  cpp: lazy(() => import('highlight.js/lib/languages/cpp')),
  csharp: lazy(() => import('highlight.js/lib/languages/csharp')),
  css: lazy(() => import('highlight.js/lib/languages/css')),
  diff: lazy(() => import('highlight.js/lib/languages/diff')),
  go: lazy(() => import('highlight.js/lib/languages/go')),
  graphql: lazy(() => import('highlight.js/lib/languages/graphql')),
  ini: lazy(() => import('highlight.js/lib/languages/ini')),
  java: lazy(() => import('highlight.js/lib/languages/java')),
  javascript: lazy(() => import('highlight.js/lib/languages/javascript')),
  json: lazy(() => import('highlight.js/lib/languages/json')),
  kotlin: lazy(() => import('highlight.js/lib/languages/kotlin')),
  less: lazy(() => import('highlight.js/lib/languages/less')),
  lua: lazy(() => import('highlight.js/lib/languages/lua')),
  makefile: lazy(() => import('highlight.js/lib/languages/makefile')),
  markdown: lazy(() => import('highlight.js/lib/languages/markdown')),
  objectivec: lazy(() => import('highlight.js/lib/languages/objectivec')),
  perl: lazy(() => import('highlight.js/lib/languages/perl')),
  php: lazy(() => import('highlight.js/lib/languages/php')),
  'php-template': lazy(() => import('highlight.js/lib/languages/php-template')),
  plaintext: lazy(() => import('highlight.js/lib/languages/plaintext')),
  python: lazy(() => import('highlight.js/lib/languages/python')),
  'python-repl': lazy(() => import('highlight.js/lib/languages/python-repl')),
  r: lazy(() => import('highlight.js/lib/languages/r')),
  ruby: lazy(() => import('highlight.js/lib/languages/ruby')),
  rust: lazy(() => import('highlight.js/lib/languages/rust')),
  scss: lazy(() => import('highlight.js/lib/languages/scss')),
  shell: lazy(() => import('highlight.js/lib/languages/shell')),
  sql: lazy(() => import('highlight.js/lib/languages/sql')),
  swift: lazy(() => import('highlight.js/lib/languages/swift')),
  typescript: lazy(() => import('highlight.js/lib/languages/typescript')),
  vbnet: lazy(() => import('highlight.js/lib/languages/vbnet')),
  wasm: lazy(() => import('highlight.js/lib/languages/wasm')),
  xml: lazy(() => import('highlight.js/lib/languages/xml')),
  yaml: lazy(() => import('highlight.js/lib/languages/yaml')),
};

/** Other names of those languages. */
const ALIASES: Readonly<Record<string, string>> = {
  bash: 'sh zsh',
  c: 'h',
  cpp: 'cc c++ h++ hpp hh hxx cxx',
  csharp: 'cs c#',
  diff: 'patch',
  go: 'golang',
  graphql: 'gql',
  ini: 'toml',
  java: 'jsp',
  javascript: 'js jsx mjs cjs',
  json: 'jsonc json5',
  kotlin: 'kt kts ktm ktx',
  lua: 'pluto',
  makefile: 'mk mak make',
  markdown: 'md mkdown mkd',
  objectivec: 'mm objc obj-c obj-c++ objective-c++',
  perl: 'pl pm',
  plaintext: 'text txt',
  python: 'py gyp ipython',
  'python-repl': 'pycon',
  ruby: 'rb gemspec podspec thor irb',
  rust: 'rs',
  shell: 'console shellsession',
  typescript: 'ts tsx mts cts',
  vbnet: 'vb',
  xml: 'html xhtml rss atom xjb xsd xsl plist wsf svg',
  yaml: 'yml',
};

/** Languages that are written inside others. */
export const INSIDE: Readonly<Record<string, readonly string[]>> = {
  javascript: ['xml', 'css'],
  markdown: ['xml'],
  'php-template': ['xml', 'php'],
  'python-repl': ['python'],
  shell: ['bash'],
  typescript: ['xml', 'css'],
  xml: ['css', 'javascript'],
};

const NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.keys(LOADERS).map((name) => [name, name] as const),
  ...Object.entries(ALIASES).flatMap(([name, aliases]) => aliases.split(' ').map((alias) => [alias, name] as const)),
]);

/** The language somebody means by the word after ```, or undefined when we cannot colour it. */
export const languageNamed = (word: string): string | undefined => NAMES.get(word.toLowerCase());
