import type { AnyRouter } from '@trpc/server';
import type { Component } from 'svelte';
import type { PluginContract } from './contract.ts';
import type { Gathering, Job, LongJob, Notice, Plugin, QueriedRoute, Route } from './define-plugin.ts';
import type { PluginUi } from './define-plugin-ui.ts';
import type { ProcessParts } from './server-half.ts';

// Plugins and their parts whose words need not be known: what the host and the slots keep in lists. The one file of the
// plugin contract that says `any`: a list of different plugins has no narrower type that each of them fits.

export type AnyPlugin = Plugin<any, any>;
/** A job of one plugin, whatever its payload. */
export type JobOf<C extends PluginContract> = Job<C, any> | LongJob<C, any>;
export type AnyJob = JobOf<any>;
export type AnyGathering = Gathering<any, any>;
export type AnyNotice = Notice<any, any>;
export type AnyRoute = Route<any> | QueriedRoute<any>;
/** What a plugin reads from the environment and holds while the process runs. */
export type AnyProcessParts = ProcessParts<any, any>;
export type AnyPluginUi = PluginUi<AnyPlugin>;
/** A component that stands in a slot. */
export type AnyContribution = Component<any>;
/** A class that is made with whatever its owner likes. */
export type AnyClass<T> = new (...made: any[]) => T;

/** The contract of a plugin: `ContractOf<typeof server>`. */
export type ContractOf<P extends AnyPlugin> = P extends Plugin<infer C, any> ? C : never;
/** The router of a plugin. */
export type RouterOf<P extends AnyPlugin> = P extends Plugin<any, infer R extends AnyRouter> ? R : never;
