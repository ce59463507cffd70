import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Migration } from '@mikro-orm/migrations';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AnyRouter } from '@trpc/server';
import type { z } from 'zod';
import type { CommandName, Draft, Outcome, SaidMessage } from '../commands/commands.ts';
import type { Sql } from '../database/sql.ts';
import type { EngineEventName } from '../events/engine-events.ts';
import type { PersonalMail } from '../mail/mail-person.ts';
import type { Log } from '../operation/log.ts';
import type { Participant } from '../participants/participant.ts';
import type { Person } from '../people/person.ts';
import type { SchoolRole } from '../roles/roles.ts';
import type { Room } from '../rooms/room.ts';
import type { MessageView } from '../views.ts';
import type { AnyClass, AnyProcessParts, JobOf } from './any-plugin.ts';
import type {
  Accepted,
  Heard,
  OwnEvent,
  Payload,
  Permission,
  PluginContract,
  Refusal,
  RoomKind,
  Schema,
  Settings,
  Shown,
  Table,
} from './contract.ts';
import type { NoRouter, ProcedureKit } from './procedures.ts';
import type { RouteAddress } from './route-address.ts';
import type { EnvironmentOf, EnvironmentSchema, NoEnvironment, ProcessParts, Server, StateOf } from './server-half.ts';

type Awaitable<T> = T | Promise<T>;

/** The school a plugin is called for. */
export interface SchoolFacts {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly locale: string;
  readonly timezone: string;
}

/** Where this deployment keeps things and what it works with, the same for every school. */
export interface Deployment {
  readonly dataDir: string;
  readonly publicUrl: string;
  /** False where mail is written to a folder of the server: nobody may be told that a mail is on its way. */
  readonly mailDelivers: boolean;
}

/** What a plugin is given whenever the engine calls it: one school, its settings, one unit of work. */
export interface PluginContext<C extends PluginContract> {
  readonly school: SchoolFacts;
  readonly settings: Readonly<Settings<C>>;
  readonly deployment: Deployment;
  /** The variables that the plugin declares, as this deployment sets them. */
  readonly environment: EnvironmentOf<C>;
  /** What the plugin's `start` answered: this process's, for all schools. */
  readonly state: StateOf<C>;
  /** This unit of work's, never a global one; row-level security shows it this school only. */
  readonly em: EntityManager;
  /** The engine's own commands: the only way to change what the engine owns. They join this unit of work. */
  readonly engine: {
    run<K extends Exclude<CommandName, 'message.say'>>(command: K, draft: Draft<K>): Promise<Outcome<K>>;
  };
  /**
   * Says something in a room, in the plugin's own name. It has no author and is unread for everybody; staff of the room may
   * delete it. A hook after an event and a job may speak in any room of the school that is not archived. A call that a person
   * makes may speak only in that person's rooms. A second call with the same key and room stores nothing and answers the first
   * message, so a hook or job that runs again says it once.
   * @throws DomainError `missing` for a room that is not there, `conflict` (`rooms.archived`), `invalid`, or a guard's refusal
   */
  say(room: Room | string, said: Said): Promise<SaidMessage>;
  /** Ends the call with an error the contract names. */
  refuse(error: Refusal<C>, data?: Readonly<Record<string, unknown>>): never;
  /** Tells a room; a recorded event is numbered with the unit of work, a passing one leaves after its commit. */
  publish<E extends OwnEvent<C>>(
    event: E,
    room: Room | string,
    payload: Payload<C, E>,
    /** `anonymous`: by the plugin, where the room may not learn who acted. */
    options?: { readonly anonymous?: boolean },
  ): void;
  /** Tells one person's own devices; for passing events only. */
  tell<E extends OwnEvent<C>>(event: E, personId: string, payload: Payload<C, E>): void;
  /** Written with the unit of work, run after its commit, at least once: make jobs idempotent. */
  enqueue<P extends Schema>(
    job: Job<C, P> | LongJob<C, P>,
    payload: z.input<P>,
    options?: { readonly delayMs?: number },
  ): void;
  /**
   * Hands something in once the unit of work has committed, to be done in this process together with what others hand in.
   * Cheaper than a job, and lost when the process dies before.
   */
  gather<T>(gathering: Gathering<C, T>, item: T): void;
  /**
   * The rule of seeing as an SQL condition over `r` (room) and `p` (a participant row): whether that person is in that room
   * and may see it. For statements of the plugin's own that tell of rooms.
   */
  readonly seesRoom: Sql;
  /** SQL over the same: what that person calls the room. */
  readonly roomTitle: Sql;
  /**
   * An address below the plugin's route by which its holder acts as that person for a while, without a session: for a mail.
   */
  signActing(path: string, personId: string, seconds: number): string;
  /** The notices that are offered in this school, by their names (`<plugin>.<notice>`, `engine.reply`). */
  readonly notices: Readonly<Record<string, NoticeWords>>;
  /** What each installed plugin is called, by its id, also while it is off. */
  readonly titles: Readonly<Record<string, string>>;
}

/** What a plugin says: a message, up to 10,000 characters of Markdown; or a line on its own, up to 250 characters. */
export type Said = {
  /** Names it, once in its room: 1 to 200 characters, such as the id of what it is about. */
  readonly key: string;
} & ({ readonly text: string; readonly line?: never } | { readonly line: string; readonly text?: never });

/** Who asked. */
export interface Actor {
  /** A person's id. */
  readonly id: string;
  readonly name: string;
  readonly schoolRole: SchoolRole;
}

/** The same, when somebody asked for it. */
export interface ActorContext<C extends PluginContract> extends PluginContext<C> {
  readonly actor: Actor;
  /** The room the command is about, and what the actor is in it; undefined for commands outside a room. */
  readonly room: Room | undefined;
  readonly participant: Participant | undefined;
  /** The socket it was asked over, by its id in the table `connection`; undefined over HTTP. */
  readonly connection: string | undefined;
  /** The session somebody asked by; undefined where nobody did. */
  readonly session: string | undefined;
  /** Whether the actor's role in this room holds one of the plugin's permissions; false outside a room. */
  can(permission: Permission<C>): boolean;
  /**
   * An address below the plugin's route that reads as the actor for some seconds, where no cookie reaches: for an `<img>`.
   * It ends with the session it was asked for by.
   */
  signLink(path: string, seconds: number): string;
}

/** The same, inside a room the actor is in. */
export interface RoomContext<C extends PluginContract> extends ActorContext<C> {
  readonly room: Room;
  readonly participant: Participant;
}

/** What a plugin is given for what takes long: no transaction is held open, each `work` is one of its own. */
export interface OutsideContext<C extends PluginContract>
  extends Pick<PluginContext<C>, 'school' | 'settings' | 'deployment' | 'environment' | 'state' | 'refuse'> {
  readonly log: Log;
  /** Told when this process is stopped: what takes long ends then, by throwing, and is run again at the next start. */
  readonly stopping: AbortSignal;
  /**
   * Mails somebody at the address of their account. Answers false where none is proven to be theirs.
   * @throws when it could not be handed over
   */
  mail(personId: string, mail: PersonalMail): Promise<boolean>;
  /** Which of these sessions somebody is still signed in by. */
  stillOpen(sessions: readonly string[]): Promise<ReadonlySet<string>>;
  work<T>(act: (ctx: PluginContext<C>) => Promise<T>): Promise<T>;
}

/** What a route is given: somebody of the school asks. */
export interface RouteContext<C extends PluginContract> extends Omit<OutsideContext<C>, 'work'> {
  /** The address that was judged. Go by it, and hand it on to libraries that would read the request's own. */
  readonly address: RouteAddress;
  readonly actor: Actor;
  work<T>(act: (ctx: ActorContext<C>) => Promise<T>): Promise<T>;
  /** Reads in a room the asker is in. @throws DomainError `missing` */
  readRoom<T>(roomId: string, read: (ctx: RoomContext<C>) => Promise<T>): Promise<T>;
}

/**
 * Requests below a first word of its own (`files`: /files and /files/…), for what calls cannot carry. The engine has seen
 * to it who asks, from which site, how often, that the address has one reading only, and that the plugin is on. What is
 * thrown before an answer was begun is answered as a call's refusal would be.
 */
export type Route<C extends PluginContract> = (
  req: IncomingMessage,
  res: ServerResponse,
  ctx: RouteContext<C>,
) => Promise<void>;
/** A route whose addresses take a query: what is not among these names is refused. Without them none is taken. */
export type QueriedRoute<C extends PluginContract> = { readonly queries: readonly string[]; readonly run: Route<C> };

/** What decides about a draft is given: it reads and answers, and changes nothing. */
export type DecidingContext<C extends PluginContract> = Omit<
  ActorContext<C>,
  'engine' | 'say' | 'publish' | 'tell' | 'enqueue' | 'gather'
>;

/** What a guard is given: it may also hold a draft back. */
export interface GuardContext<C extends PluginContract> extends DecidingContext<C> {
  /** Keeps the draft until somebody approves it in the named queue. Refused by name while no plugin offers that queue. */
  hold(queue: string, reason: string): never;
}

export interface Job<C extends PluginContract, P extends Schema = Schema> {
  readonly name: string;
  readonly payload: P;
  /** Runs by itself in every school that has the plugin on: a cron pattern, UTC. Its payload is `{}`. */
  readonly every?: string;
  run(payload: z.output<P>, ctx: PluginContext<C>): Promise<void>;
}

/** What is handed in by `ctx.gather` for a while, and then done at once for everybody who did. */
export interface Gathering<C extends PluginContract, T> {
  readonly name: string;
  /** How long it gathers, in milliseconds: it runs at most so often in a school. */
  readonly everyMs: number;
  /** In a unit of work of its own, on the plugin's own account. */
  run(items: readonly T[], ctx: PluginContext<C>): Promise<void>;
}

/** A job that takes long (pictures, other servers): it opens units of work where it needs them. */
export interface LongJob<C extends PluginContract, P extends Schema = Schema> extends Omit<Job<C, P>, 'run'> {
  /** How long an attempt may take, in milliseconds; a minute unless said. It takes the place of another job for as long. */
  readonly deadlineMs?: number;
  runLong(payload: z.output<P>, ctx: OutsideContext<C>): Promise<void>;
}

/** What deserves a person's notice; a plugin that has `notify` is told of every plugin's, and of the engine's. */
export interface Notice<C extends PluginContract, E extends keyof Heard<C>> {
  readonly on: E;
  /** Ids of the persons concerned; whoever caused it is left out in any case. */
  to(event: HeardEvent<C, E>, ctx: PluginContext<C>): Awaitable<readonly string[]>;
  /** One English sentence with `{author}` and `{room}` in it. */
  readonly says: string;
  /** What such notices are called, all together, where somebody chooses what to be told of: `Mentions of you`. */
  readonly title: string;
  /** Each of them is meant alone: told also to who wants to be told of nothing else. */
  readonly personal?: boolean;
  /**
   * Whether an event can concern anybody, by its payload alone: of others no work is promised. Null: in some rooms.
   * Without it every event can.
   */
  concerns?(payload: Heard<C>[E]): boolean | null;
  /** Which rooms those are, of a `message.sent`: a condition, as SQL over `r`. It is asked with each send, so it must be cheap. */
  readonly inRooms?: Sql;
  /** What takes it back: an event by whoever caused it, about the same message. */
  readonly takenBack?: { [U in keyof Heard<C>]: TakingBack<C, U> }[keyof Heard<C>];
}

/** What a notice says, and what its kind is called. */
export interface NoticeWords {
  readonly says: string;
  readonly title: string;
}

export interface TakingBack<C extends PluginContract, E extends keyof Heard<C>> {
  readonly on: E;
  /** Whether this one does; without it every one does. */
  when?(event: HeardEvent<C, E>, ctx: PluginContext<C>): Awaitable<boolean>;
  /** Ids of the persons for whom it still holds; without it, it holds for nobody. */
  except?(event: HeardEvent<C, E>, ctx: PluginContext<C>): Awaitable<readonly string[]>;
}

/** A notice that is due, and for whom. */
export interface DueNotice {
  /** `<plugin>.<notice>`, or `engine.<notice>`. With `roomId` and `seq` it names the notice for good, however often it is told. */
  readonly notice: string;
  readonly personal: boolean;
  /** The event's. */
  readonly roomId: string;
  readonly seq: number;
  readonly at: string;
  readonly by: { readonly person: string } | { readonly plugin: string };
  /** The message the event tells of. */
  readonly messageId: string | null;
  /** Each once, never who caused it; at least one. */
  readonly people: readonly string[];
}

/** A notice that no longer holds for the people it concerned, except for some of them. */
export type TakenBackNotice = Pick<DueNotice, 'notice' | 'roomId' | 'by'> & {
  readonly messageId: string;
  readonly except: readonly string[];
};

/** A recorded event as a plugin hears it after commit. */
export interface HeardEvent<C extends PluginContract, E extends keyof Heard<C>> {
  readonly type: E;
  readonly roomId: string;
  readonly seq: number;
  readonly at: string;
  readonly by: { readonly person: string } | { readonly plugin: string };
  readonly payload: Heard<C>[E];
}

/**
 * A function, or one with a deadline of its own, in milliseconds (without one the engine's 500 hold), or one that is asked
 * only in rooms of some kinds: a hook on `message.send` that concerns no class room leaves the sends there as fast as they are.
 */
export type Hook<F> = F | { readonly deadline?: number; readonly kinds?: readonly string[]; readonly run: F };

/** The rules of a kind of rooms, as SQL over `r` (room) and `p` (the reader's participant row). */
export interface RoomKindRules<S> {
  /** A condition: who does not meet it sees no such room. */
  visible(settings: S): Sql;
  /** A condition: whoever does not meet it is an observer there for as long, whatever their role. */
  writable?(settings: S): Sql;
  /** What the room is called for this reader; null is its own title. */
  title?(settings: S): Sql;
}

export interface PluginParts<C extends PluginContract, R extends AnyRouter> {
  /**
   * The tables this plugin owns, by name; its migrations make them. They exist in every deployment, whether or not a school
   * uses them.
   */
  readonly tables?: readonly Table<C>[];
  readonly migrations?: readonly AnyClass<Migration>[];

  /** Before, in plugin order: return the draft to use. A failure fails the command. */
  readonly transform?: {
    readonly [K in CommandName]?: Hook<(draft: Draft<K>, ctx: DecidingContext<C>) => Awaitable<Draft<K>>>;
  };
  /**
   * Before, once every transform has run: return to allow, `ctx.refuse()` to veto, `ctx.hold()` to keep back. Sees the
   * final, frozen draft. Every guard is run and the strictest verdict wins, so no order of plugins weakens a rule.
   */
  readonly guard?: {
    readonly [K in CommandName]?: Hook<(draft: Readonly<Draft<K>>, ctx: GuardContext<C>) => Awaitable<void>>;
  };
  /**
   * During: the row exists, the transaction is open; write your own rows beside it. A failure fails the command. Of a message,
   * answer what it shows of this plugin: it is told with the message, and goes with it when it is deleted.
   */
  readonly within?: {
    readonly [K in CommandName]?: Hook<
      (
        outcome: Outcome<K>,
        accepted: Accepted<C>,
        ctx: ActorContext<C>,
      ) => Awaitable<void> | (K extends 'message.send' ? Awaitable<Shown<C>> : never)
    >;
  };
  /** After commit: react. Retried on failure; never reaches the sender; never hears what this plugin itself caused. */
  readonly after?: {
    readonly [E in keyof Heard<C>]?: Hook<(event: HeardEvent<C, E>, ctx: PluginContext<C>) => Awaitable<void>>;
  };

  /** Reading back: one call for a whole page of messages, never one per message. A failure shows nothing, and is logged. */
  readonly show?: Hook<
    (messages: readonly MessageView[], ctx: RoomContext<C>) => Promise<ReadonlyMap<string, Shown<C>>>
  >;
  /**
   * Whose sockets came or went, on any node: what is open now stands in the engine's table `connection`. Gathered, and told
   * again when it fails; without such a hook nobody's connections are written down.
   */
  readonly connections?: Hook<(people: readonly string[], ctx: PluginContext<C>) => Awaitable<void>>;
  /**
   * A condition, as SQL over `h` (somebody in a list of people) and `reader`, both rows of `person`: where it is not met, the
   * engine does not say when they were last seen.
   */
  readonly tellsLastSeen?: (settings: Settings<C>) => Sql;
  readonly jobs?: readonly JobOf<C>[];
  readonly notices?: Readonly<Record<string, { [E in keyof Heard<C>]: Notice<C, E> }[keyof Heard<C>]>>;
  /** A notice is due, the engine's or any plugin's, once for all whom it concerns. After commit, at least once. */
  readonly notify?: Hook<(due: DueNotice, ctx: PluginContext<C>) => Awaitable<void>>;
  /** A notice was taken back. After commit, at least once; it may be due again later. */
  readonly takeBack?: Hook<(taken: TakenBackNotice, ctx: PluginContext<C>) => Awaitable<void>>;
  readonly roomKinds?: { readonly [K in RoomKind<C>]: RoomKindRules<Settings<C>> };
  readonly router?: (kit: ProcedureKit<C>) => R;
  readonly routes?: Readonly<Record<string, Route<C> | QueriedRoute<C>>>;
  /** One person's data out, one person's data gone, old data gone. Demanded at boot of every plugin that owns tables. */
  readonly privacy?: PluginPrivacy<C>;
}

/** Called also while the plugin is off in a school; its settings are the defaults then. */
export interface PluginPrivacy<C extends PluginContract> {
  export(person: Person, ctx: PluginContext<C>): AsyncIterable<Readonly<Record<string, unknown>>>;
  /** After it, `export` of the same person has nothing. */
  erase(person: Person, ctx: PluginContext<C>): Promise<void>;
  /** Removes what is older than `before`; answers how many rows. */
  retain(before: Date, ctx: PluginContext<C>): Promise<number>;
}

export interface Plugin<C extends PluginContract = PluginContract, R extends AnyRouter = AnyRouter> {
  readonly contract: C;
  readonly parts: PluginParts<C, R> & AnyProcessParts;
}

/** A notice of the engine's own. */
export type EngineNotice<E extends EngineEventName> = Notice<PluginContract, E>;

/** Joins a contract to its server half; the compiler holds the one against the other. */
export function definePlugin<
  const C extends PluginContract,
  R extends AnyRouter = NoRouter,
  E extends EnvironmentSchema = NoEnvironment,
  S = undefined,
>(contract: C, parts: PluginParts<C & Server<E, S>, R> & ProcessParts<E, S>): Plugin<C & Server<E, S>, R> {
  return { contract, parts };
}
