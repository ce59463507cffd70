import { z } from 'zod';
import type { CommandName } from '../commands/commands.ts';
import { joined, type Sql, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import { EVENT_NOUNS } from '../events/engine-events.ts';
import type { AnyPlugin } from '../plugin-host/any-plugin.ts';
import { type PluginContract, type Settings, titleOf } from '../plugin-host/contract.ts';
import type { NoticeWords, RoomKindRules } from '../plugin-host/define-plugin.ts';
import type { HookEntry } from '../plugin-host/hook-entry.ts';
import { type OfferedNotice, offeredNotices } from '../plugin-host/offered-notices.ts';
import type { RoomRole } from '../roles/roles.ts';
import type { Manifest } from '../views.ts';

/** Hooks must answer within this many milliseconds, unless they declare another deadline. */
export const HOOK_DEADLINE_MS = 500;

export type Phase = 'transform' | 'guard' | 'within' | 'after';
/** By plugin: what a draft carries for it. */
export type Carried = Readonly<Record<string, unknown>>;
export type PluginChoice = boolean | Readonly<Record<string, unknown>>;

/**
 * Which plugins one school uses, and how. THE answer to "is it on?": hooks, procedures, events, jobs, `show` and the
 * browser's manifest are all read from here, and nothing else may walk the list of installed plugins. Immutable: a saved
 * school file makes a new one.
 */
export class SchoolPlugins implements Iterable<AnyPlugin> {
  readonly manifest: Manifest;
  /** SQL over `r`: the kinds of rooms this school can see at all, each with its plugin's condition. */
  readonly roomVisibility: Sql;
  /** SQL over `r` and `p`: what the reader may do in a room, as a room role. */
  readonly roomRole: Sql;
  /** SQL over `r` and `p`: what a room is called for its reader. */
  readonly roomTitle: Sql;
  /** SQL over `h` and `reader`, rows of `person`: whether the one is told when the other was last seen. */
  readonly tellsLastSeen: Sql;
  /** SQL over `r`: whether somebody hears of messages there that nobody need hear of elsewhere. */
  readonly hearsSendsIn: Sql;
  /** Whose `connections` hook wants to know who has a socket open. */
  readonly followers: readonly HookEntry[];
  /** Whose `notify` hook tells people what deserves notice. */
  readonly notifiers: readonly HookEntry[];
  /** Whose `takeBack` hook hears that a notice holds no more. */
  readonly takers: readonly HookEntry[];
  /** What each installed plugin is called, by its id, also while it is off. */
  readonly titles: Readonly<Record<string, string>>;
  /** By the name of each notice that is offered here, its words. */
  readonly said: Readonly<Record<string, NoticeWords>>;
  readonly #inUse: ReadonlyMap<string, { readonly plugin: AnyPlugin; readonly settings: object }>;
  readonly #hooks = new Map<string, readonly HookEntry[]>();
  readonly #notices: readonly OfferedNotice[];
  readonly #carried: z.ZodType;
  readonly #installed: readonly AnyPlugin[];
  readonly #chosen: Readonly<Record<string, PluginChoice>>;

  /**
   * @param installed in dependency order (`composePlugins`)
   * @param chosen by plugin id; absent means off
   * @throws Error naming the plugin: a requirement that is off, or a setting its contract refuses
   */
  constructor(installed: readonly AnyPlugin[], chosen: Readonly<Record<string, PluginChoice>>) {
    this.#installed = installed;
    this.#chosen = chosen;
    const inUse = new Map<string, { plugin: AnyPlugin; settings: object }>();
    for (const plugin of installed) {
      const { id, requires = [], settings } = plugin.contract as PluginContract;
      const choice = chosen[id];
      if (choice === undefined || choice === false) continue;
      const lacking = requires.find((needed) => !inUse.has(needed.id));
      if (lacking) throw new Error(`${id} needs ${lacking.id}, which is off`);
      inUse.set(id, { plugin, settings: settings.parse(choice === true ? {} : choice) as object });
    }
    this.#inUse = inUse;
    this.#carried = carriedBy([...this]);
    this.followers = [...this].flatMap((plugin) => hookOf(plugin, plugin.parts.connections));
    this.notifiers = [...this].flatMap((plugin) => hookOf(plugin, plugin.parts.notify));
    this.takers = [...this].flatMap((plugin) => hookOf(plugin, plugin.parts.takeBack));
    const offered = offeredNotices([...this]);
    this.said = Object.fromEntries(offered.map(({ id, notice }) => [id, { says: notice.says, title: notice.title }]));
    this.#notices = this.notifiers.length > 0 ? offered : [];
    const rooms = this.noticesOn('message.sent').flatMap(({ notice }) => notice.inRooms ?? []);
    this.hearsSendsIn = rooms.length > 0 ? anyOf(rooms) : sql`false`;
    this.roomVisibility = this.#visibility();
    this.roomRole = this.#perKind(
      'writable',
      sql`p.role`,
      (writable) => sql`case when ${writable} then p.role else 'observer' end`,
    );
    this.roomTitle = this.#perKind('title', sql`r.title`, (title) => sql`coalesce(${title}, r.title)`);
    this.tellsLastSeen = this.#lastSeen();
    this.titles = Object.fromEntries(installed.map(({ contract }) => [contract.id, titleOf(contract)]));
    this.manifest = {
      titles: this.titles,
      plugins: Object.fromEntries([...inUse].map(([id, { settings }]) => [id, { ...settings }])),
      permissions: Object.fromEntries([...inUse].map(([id, { plugin }]) => [id, plugin.contract.permissions ?? {}])),
    };
  }

  *[Symbol.iterator](): Iterator<AnyPlugin> {
    for (const { plugin } of this.#inUse.values()) yield plugin;
  }

  /**
   * The same school with every installed plugin on, those that are off with their defaults: for what a plugin owes people
   * also while it is off.
   */
  withAll(): SchoolPlugins {
    const all = this.#installed.map(({ contract: { id } }): [string, PluginChoice] => [id, this.#chosen[id] || true]);
    return new SchoolPlugins(this.#installed, Object.fromEntries(all));
  }

  has(id: string): boolean {
    return this.#inUse.has(id);
  }

  /** @throws DomainError `missing` when the plugin is off: the answer of a thing that does not exist. */
  settingsOf<C extends PluginContract>(contract: C): Settings<C> {
    return this.#entry(contract).settings as Settings<C>;
  }

  /** @throws DomainError `missing` when the plugin is off */
  pluginOf(contract: Pick<PluginContract, 'id'>): AnyPlugin {
    return this.#entry(contract).plugin;
  }

  /** Hooks of one phase for a command (or, in phase `after`, an event), in plugin order. */
  hooks(phase: Phase, name: string): readonly HookEntry[] {
    const key = `${phase} ${name}`;
    let entries = this.#hooks.get(key);
    if (!entries) {
      entries = [...this].flatMap((plugin) => hookOf(plugin, plugin.parts[phase]?.[name as CommandName]));
      this.#hooks.set(key, entries);
    }
    return entries;
  }

  /** Of those, the ones that are asked in rooms of a kind; a command outside rooms has none. */
  hooksIn(kind: string | undefined, phase: Phase, name: string): readonly HookEntry[] {
    const key = `${phase} ${name} ${kind}`;
    let entries = this.#hooks.get(key);
    if (!entries) {
      entries = this.hooks(phase, name).filter(({ kinds }) => !kinds || (kind !== undefined && kinds.includes(kind)));
      this.#hooks.set(key, entries);
    }
    return entries;
  }

  /**
   * `within` hooks that a draft concerns: a plugin with something to accept is called only when the draft carries it.
   * @param carried null for a command that carries nothing for plugins: all are called
   */
  within(command: CommandName, carried: Carried | null, kind: string | undefined): readonly HookEntry[] {
    const entries = this.hooksIn(kind, 'within', command);
    if (entries.length === 0 || carried === null) return entries;
    return entries.filter(
      ({ plugin }) => !plugin.contract.message?.accepts || carried[plugin.contract.id] !== undefined,
    );
  }

  /** Whether an event may be recorded and delivered: the engine's own always, a plugin's while it is on. */
  speaks(event: string): boolean {
    return !isPluginEvent(event) || this.#inUse.has(event.slice(0, event.indexOf('.')));
  }

  /**
   * Whether anything waits for this event after commit; nothing is written for events nobody hears. Null: something does
   * in rooms of which `hearsSendsIn` holds.
   */
  hears(event: string, payload: unknown): boolean | null {
    if (this.hooks('after', event).length > 0 || this.noticesTakenBackBy(event).length > 0) return true;
    const concerned = this.noticesOn(event).map(({ notice }) => (notice.concerns ? notice.concerns(payload) : true));
    return concerned.includes(true) || (concerned.includes(null) ? null : false);
  }

  /** What deserves notice about an event, where anybody would tell people of it. */
  noticesOn(event: string): readonly OfferedNotice[] {
    return this.#notices.filter(({ notice }) => notice.on === event);
  }

  /** What an event may take back, where anybody wants to know. */
  noticesTakenBackBy(event: string): readonly OfferedNotice[] {
    if (this.takers.length === 0) return [];
    return this.#notices.filter(({ notice }) => notice.takenBack?.on === event);
  }

  /** What `with` of a draft may carry: keys of plugins that are on, and no others. */
  get carried(): z.ZodType {
    return this.#carried;
  }

  /** Whether a message that carries this may be empty of text. */
  standsAlone(carried: Readonly<Record<string, unknown>> | undefined): boolean {
    return Object.keys(carried ?? {}).some((id) => this.#inUse.get(id)?.plugin.contract.message?.standsAlone === true);
  }

  holds(contract: PluginContract, permission: string, role: RoomRole | undefined): boolean {
    return role !== undefined && contract.permissions?.[permission]?.includes(role) === true;
  }

  #entry({ id }: Pick<PluginContract, 'id'>): { readonly plugin: AnyPlugin; readonly settings: object } {
    const entry = this.#inUse.get(id);
    if (!entry) throw missing();
    return entry;
  }

  #visibility(): Sql {
    return anyOf([
      sql`r.kind = 'class'`,
      ...this.#rules('visible').map(([isKind, visible]) => sql`${isKind} and ${visible}`),
    ]);
  }

  #lastSeen(): Sql {
    const rules = [...this.#inUse.values()].flatMap(({ plugin, settings }) => {
      const rule: Sql | undefined = plugin.parts.tellsLastSeen?.(settings as never);
      return rule === undefined ? [] : [sql`(${rule})`];
    });
    return rules.length === 0 ? sql`true` : joined(rules, sql` and `);
  }

  /** A value that is `plain`, except in rooms of kinds that have a rule of their own. */
  #perKind(name: 'writable' | 'title', plain: Sql, own: (rule: Sql) => Sql): Sql {
    const cases = this.#rules(name).map(([isKind, rule]) => sql`when ${isKind} then ${own(rule)}`);
    return cases.length === 0 ? plain : sql`case ${joined(cases, sql` `)} else ${plain} end`;
  }

  #rules(name: keyof RoomKindRules<object>): [isKind: Sql, rule: Sql][] {
    return [...this.#inUse.values()].flatMap(({ plugin, settings }) =>
      Object.entries((plugin.parts.roomKinds ?? {}) as Record<string, RoomKindRules<object>>).flatMap(
        ([kind, rules]): [Sql, Sql][] => {
          const own = rules[name]?.(settings);
          return own === undefined ? [] : [[sql`r.kind = ${kind}`, sql`(${own})`]];
        },
      ),
    );
  }
}

const anyOf = (conditions: readonly Sql[]): Sql =>
  joined(
    conditions.map((condition) => sql`(${condition})`),
    sql` or `,
  );

const isPluginEvent = (event: string): boolean => !EVENT_NOUNS.has(event.slice(0, event.indexOf('.')));

function hookOf(plugin: AnyPlugin, hook: unknown): HookEntry[] {
  if (hook === undefined) return [];
  if (typeof hook === 'function') return [{ plugin, deadline: HOOK_DEADLINE_MS, run: hook as HookEntry['run'] }];
  return [{ plugin, deadline: HOOK_DEADLINE_MS, ...(hook as Pick<HookEntry, 'run'>) }];
}

function carriedBy(plugins: readonly AnyPlugin[]): z.ZodType {
  const shape: Record<string, z.ZodType> = {};
  for (const { contract } of plugins) {
    if (contract.message?.accepts) shape[contract.id] = (contract.message.accepts as z.ZodType).optional();
  }
  return z.strictObject(shape);
}
