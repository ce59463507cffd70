import type { Mention } from './contract.ts';

// What the server and the browser must answer alike.

/** A message after it was said whom it names; undefined when it names nobody any more. */
export function namedShown(_: readonly Mention[] | undefined, { mentions }: { mentions: Mention[] }) {
  return mentions.length > 0 ? mentions : undefined;
}

/** By event: what it changes. The browser and the server's replay law both go by it. */
export const reduce = { named: namedShown };
