import type { z } from 'zod';
import type { Fault } from '../errors/domain-error.ts';
import type { EngineEvents } from '../events/engine-events.ts';
import type { RoomRole } from '../roles/roles.ts';

export type Schema = z.ZodType;

/** `recorded`: numbered in its room and replayed. Otherwise passing: sent once and forgotten. */
export interface EventShape {
  readonly recorded: boolean;
  readonly payload: Schema;
}
export const recorded = <S extends Schema>(payload: S) => ({ recorded: true, payload }) as const;
export const passing = <S extends Schema>(payload: S) => ({ recorded: false, payload }) as const;

/**
 * The words a plugin brings to a school: browser-safe, shared by its server and its UI.
 * Nothing here runs; everything here is data, and everything else is typed from it.
 */
export interface PluginContract {
  /** kebab-case; also the prefix of its tables, events, errors and permissions. */
  readonly id: string;
  /** What people read as its name, in settings and over what it says; its id in words, unless said. */
  readonly title?: string;
  /** One sentence for a school's admin. */
  readonly summary: string;
  /** Contracts of the plugins this one cannot work without: they give order, and types. */
  readonly requires?: readonly PluginContract[];
  /** What a school may adjust. Every field has a default, so `{}` is always a valid setting. Browsers read it: no secrets. */
  readonly settings: z.ZodObject;
  /** Each permission, and the room roles that hold it. */
  readonly permissions?: Readonly<Record<string, readonly RoomRole[]>>;
  readonly errors?: Readonly<Record<string, { readonly fault: Fault; readonly message: string }>>;
  readonly events?: Readonly<Record<string, EventShape>>;
  readonly message?: {
    /** What the composer may send along, under `with.<id>`. */
    readonly accepts?: Schema;
    /** What this plugin shows on a message when it is read back. */
    readonly shows?: Schema;
    /** A message may be empty of text when it carries this. */
    readonly standsAlone?: boolean;
  };
  /** Room kinds this plugin brings; the engine shows them by the condition in its `roomKinds`. */
  readonly roomKinds?: readonly string[];
}

/** Types a contract to the letter, so that everything after it is checked against its exact words. */
export const pluginContract = <const C extends PluginContract>(contract: C): C => contract;

/** What a plugin is called where people read it: its title, or its id in words (`join-requests` → `Join requests`). */
export const titleOf = ({ id, title }: Pick<PluginContract, 'id' | 'title'>): string =>
  title ?? `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`;

/** `join-requests` → `joinRequests`: the key under which a plugin's procedures stand in the API. */
export const routerKey = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

// What follows only reads a contract's types.
type Keys<T> = keyof T & string;
type Need<T> = NonNullable<T>;

/** `join-requests` → `join_requests` */
type TablePrefix<Id extends string> = Id extends `${infer First}-${infer Rest}` ? `${First}_${TablePrefix<Rest>}` : Id;
/** What a plugin's tables may be called. */
export type Table<C extends PluginContract> = TablePrefix<C['id']> | `${TablePrefix<C['id']>}_${string}`;
export type Settings<C extends PluginContract> = z.output<C['settings']>;
export type Permission<C extends PluginContract> = Keys<Need<C['permissions']>>;
export type Refusal<C extends PluginContract> = Keys<Need<C['errors']>>;
export type OwnEvent<C extends PluginContract> = Keys<Need<C['events']>>;
export type Payload<C extends PluginContract, E extends OwnEvent<C>> = Need<C['events']>[E] extends {
  payload: infer S extends Schema;
}
  ? z.output<S>
  : never;
export type Accepted<C extends PluginContract> = C['message'] extends { accepts: infer S extends Schema }
  ? z.output<S>
  : undefined;
export type Shown<C extends PluginContract> = C['message'] extends { shows: infer S extends Schema }
  ? z.output<S>
  : never;
export type RoomKind<C extends PluginContract> = C['roomKinds'] extends readonly (infer K extends string)[] ? K : never;

/** Events that last and can therefore be heard after commit: passing ones are gone by then. */
type Published<C extends PluginContract> = {
  readonly [E in OwnEvent<C> as Need<C['events']>[E] extends { recorded: true } ? `${C['id']}.${E}` : never]: Payload<
    C,
    E
  >;
};
type Needed<C extends PluginContract> = C['requires'] extends readonly (infer R extends PluginContract)[] ? R : never;
type Intersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never;
type FromNeeded<C extends PluginContract> = [Needed<C>] extends [never]
  ? unknown
  : Intersection<Needed<C> extends infer R ? (R extends PluginContract ? Published<R> : never) : never>;

/** Every event a plugin may listen to: the engine's, its own, and those of the plugins it requires. */
export type Heard<C extends PluginContract> = EngineEvents & Published<C> & FromNeeded<C>;
