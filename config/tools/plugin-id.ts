/** A plugin's id in the four ways it is written. */
export interface PluginNames {
  /** `join-requests` */
  readonly id: string;
  /** `joinRequests`: its router, its contract's constant. */
  readonly camel: string;
  /** `JoinRequests`: its classes. */
  readonly pascal: string;
  /** `join_requests`: its tables. */
  readonly snake: string;
}

/** @throws Error with one sentence, when a plugin cannot be called that. */
export function namesOf(id: string): PluginNames {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(id)) {
    throw new Error('Say what the plugin is called, in kebab-case: npm run plugin:new join-requests');
  }
  const pascal = id.split('-').map(capitalised).join('');
  return { id, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal, snake: id.replaceAll('-', '_') };
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
