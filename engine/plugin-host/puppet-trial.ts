import { Migration } from '@mikro-orm/migrations';
import { z } from 'zod';
import type { Draft, Outcome } from '../commands/commands.ts';
import { run, sql, text } from '../database/sql.ts';
import type { MessageView } from '../views.ts';
import type { AnyPlugin } from './any-plugin.ts';
import { passing, pluginContract, recorded } from './contract.ts';
import {
  type ActorContext,
  definePlugin,
  type GuardContext,
  type HeardEvent,
  type Job,
  type PluginContext,
  type RoomContext,
} from './define-plugin.ts';

const Note = z.object({ note: z.string() });

const contractOf = <const Id extends string>(id: Id) =>
  pluginContract({
    id,
    summary: 'Does what a test says.',
    settings: z.strictObject({ word: z.string().default('please') }),
    permissions: { act: ['host', 'moderator'] },
    errors: { no: { fault: 'forbidden', message: 'Not this.' } },
    events: { done: recorded(Note), glimpsed: passing(Note) },
    message: { shows: Note },
  });

export type PuppetContract = ReturnType<typeof contractOf<string>>;
type Waits<T> = T | Promise<T>;
type Hooked = 'message.send' | 'room.rename';
type Sent = HeardEvent<PuppetContract, 'message.sent'> | HeardEvent<PuppetContract, 'room.renamed'>;

/** What a puppet does; what is not set does nothing. */
export interface Strings {
  transform?: (draft: Draft<Hooked>, ctx: Omit<GuardContext<PuppetContract>, 'hold'>) => Waits<unknown>;
  guard?: (draft: Readonly<Draft<Hooked>>, ctx: GuardContext<PuppetContract>) => Waits<void>;
  within?: (outcome: Outcome<Hooked>, ctx: ActorContext<PuppetContract>) => Waits<void>;
  after?: (event: Sent, ctx: PluginContext<PuppetContract>) => Waits<void>;
  show?: (
    messages: readonly MessageView[],
    ctx: RoomContext<PuppetContract>,
  ) => Promise<ReadonlyMap<string, { note: string }>>;
  job?: (payload: { note: string }, ctx: PluginContext<PuppetContract>) => Promise<void>;
  act?: (ctx: RoomContext<PuppetContract>) => Waits<unknown>;
}

export interface Puppet {
  readonly plugin: AnyPlugin;
  readonly job: Job<PuppetContract>;
  /** Set these in a test; `cut` lets go of all. */
  pull: Strings;
  cut(): void;
}

/** Milliseconds that a puppet's hooks have: short, since some tests let them pass. */
export const PUPPET_DEADLINE = 150;

/**
 * A real plugin whose hooks do what a test says at the moment. A puppet `beside` messages has a `within`, so that sends are
 * transactions of their own; without, they take the fast way. Its table is `<id>_note`.
 */
export function puppet(id: string, { beside = false } = {}): Puppet {
  const strings: { pull: Strings } = { pull: {} };
  const at = <R>(run: (...args: any[]) => R) => ({ deadline: PUPPET_DEADLINE, run });
  const transform = at(async (draft, ctx) => (strings.pull.transform?.(draft, ctx) ?? draft) as never);
  const guard = at((draft, ctx) => strings.pull.guard?.(draft, ctx));
  const within = at((outcome, _accepted, ctx) => strings.pull.within?.(outcome, ctx));
  const after = at((event, ctx) => strings.pull.after?.(event, ctx));
  const job: Job<PuppetContract> = {
    name: 'tidy',
    payload: z.object({ note: z.string().default('round') }),
    every: '0 4 * * *',
    run: async (payload, ctx) => strings.pull.job?.(payload as { note: string }, ctx),
  };
  const plugin = definePlugin(contractOf(id), {
    migrations: [notesOf(id)],
    transform: { 'message.send': transform, 'room.rename': transform },
    guard: { 'message.send': guard, 'room.rename': guard },
    within: { 'room.rename': within, ...(beside && { 'message.send': within }) },
    after: { 'message.sent': after, 'room.renamed': after },
    show: at(
      async (messages, ctx) => (await strings.pull.show?.(messages, ctx)) ?? new Map<string, { note: string }>(),
    ),
    jobs: [job],
    router: ({ router, inRoom }) =>
      router({
        act: inRoom
          .input(z.strictObject({ roomId: z.uuid() }))
          .mutation(({ ctx }) => strings.pull.act?.(ctx as any) ?? {}),
      }),
  });
  const cut = (): void => {
    strings.pull = {};
  };
  return Object.assign(strings, { plugin, job, cut });
}

function notesOf(id: string): new (...args: ConstructorParameters<typeof Migration>) => Migration {
  const made = class extends Migration {
    override up(): void {
      this.addSql(`create table ${id}_note (note text not null, school_id uuid not null)`);
    }
  };
  Object.defineProperty(made, 'name', { value: `Create${id}` });
  return made;
}

/** Writes a row into a puppet's table, in the unit of work of its hook. */
export const write = (ctx: PluginContext<PuppetContract>, id: string, note: string): Promise<unknown> =>
  run(ctx.em, sql`insert into ${text(`${id}_note`)} (note, school_id) values (${note}, ${ctx.school.id})`);
