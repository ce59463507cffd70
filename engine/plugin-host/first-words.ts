import type { AnyPlugin } from './any-plugin.ts';

/** What of a plugin's server says where it answers. */
export interface Routed {
  readonly parts?: Pick<AnyPlugin['parts'], 'routes'>;
}

/** First words of addresses that the engine answers. */
export const ENGINE_WORDS = ['api', 'avatars', 'healthz', 'metrics', 'readyz', 'realtime', 'trpc'] as const;
/** First words of addresses of pages: the folders of `classroom-ui/routes`. */
export const PAGE_WORDS = ['card', 'forgot', 'invitation', 'profile', 'register', 'reset', 'sign-in'] as const;

/** First words of addresses that are taken: a school or another plugin by that name would never be reached. */
export const firstWords = (installed: readonly Routed[]): ReadonlySet<string> =>
  new Set([...ENGINE_WORDS, ...PAGE_WORDS, ...installed.flatMap(({ parts }) => Object.keys(parts?.routes ?? {}))]);
