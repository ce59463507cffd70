import type { z } from 'zod';
import type { Log } from '../operation/log.ts';
import type { PluginContract } from './contract.ts';
import type { Deployment } from './define-plugin.ts';

declare const half: unique symbol;

/** The variables that a plugin reads, each with its schema: `z.object({ CLAMAV_URL: … })`. */
export type EnvironmentSchema = z.ZodObject;
export type NoEnvironment = z.ZodObject<Record<never, never>>;

/**
 * What only the server knows of a plugin, for the types of its contexts: the variables that a deployment sets for it, and
 * what it holds while the process runs. A contract goes to browsers, so this is no part of one: it rides on the alias by
 * which the server's files name the contract, `type Polls = typeof polls & Server<typeof environment, State>`.
 */
export interface Server<E extends EnvironmentSchema = NoEnvironment, S = undefined> {
  readonly [half]?: { readonly environment: E; readonly state: S };
}

type Lookup<T, K extends PropertyKey> = K extends keyof T ? T[K] : never;
type Half<C extends PluginContract> = typeof half extends keyof C
  ? NonNullable<C[typeof half]>
  : { readonly environment: NoEnvironment; readonly state: unknown };

/** The variables of a plugin as they were read; of one that declares none, an object without keys. */
export type EnvironmentOf<C extends PluginContract> = Read<
  Lookup<Lookup<Lookup<Half<C>, 'environment'>, '_zod'>, 'output'>
>;
/** Zod's type of an object without keys has every key. */
type Read<V> = V extends Record<string, never> ? object : Readonly<V>;
/** What a plugin's `start` answered; unknown where the alias does not say it. */
export type StateOf<C extends PluginContract> = Lookup<Half<C>, 'state'>;

/** What `start` is given. No school is meant: a plugin starts once in a process, for all of them. */
export interface StartContext<E extends EnvironmentSchema> {
  readonly environment: Readonly<z.output<E>>;
  readonly deployment: Deployment;
  readonly log: Log;
}

/** The part of a plugin that is one for a process. */
export interface ProcessParts<E extends EnvironmentSchema, S> {
  /**
   * The variables that this plugin reads from the environment, each with the cure of what may be wrong in it as its message.
   * They are read before anything starts. No two plugins read one variable, and none reads the server's.
   */
  readonly environment?: E;
  /**
   * Runs once in a process, for an installed plugin, whether or not a school uses it: after the schools are read, before any
   * job or call. What it answers is `ctx.state`. It is quick and asks nothing over the network. A failure stops the start.
   */
  readonly start?: (ctx: StartContext<E>) => S | Promise<S>;
  /** Runs when the process stops, after the last job and call, in the opposite order. */
  readonly stop?: (state: S) => void | Promise<void>;
}
