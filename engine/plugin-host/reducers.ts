/** What a plugin shows on a message after one of its events. Pure; undefined means it shows nothing any more. */
export type Reduce = (shown: any, payload: any) => unknown;

/** By plugin id, then by the event's own name without the plugin's. */
export type Reducers = Readonly<Record<string, Readonly<Record<string, Reduce | undefined>>>>;
