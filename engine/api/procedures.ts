import { type AnyRouter, initTRPC } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { z } from 'zod';
import type { Asked } from '../commands/asked.ts';
import type { Access } from '../commands/command.ts';
import type { CommandName, Draft, Outcome } from '../commands/commands.ts';
import { runCommand, runPluginCommand } from '../commands/run-command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { DomainError, invalid, missing } from '../errors/domain-error.ts';
import { actorContext } from '../plugin-host/contexts.ts';
import type { PluginContract } from '../plugin-host/contract.ts';
import type { ActorContext, Plugin, RoomContext } from '../plugin-host/define-plugin.ts';
import type { ProcedureKit } from '../plugin-host/procedures.ts';
import { findMyRoom, findRoomAtGate, type RoomAccess } from '../rooms/find-room.ts';
import { type ApiContext, askedBy, reading } from './context.ts';
import { factsOf, toTRPCError } from './errors.ts';

const ABSENT = {
  code: TRPC_ERROR_CODES_BY_KEY.NOT_FOUND,
  message: missing().message,
  data: { code: 'NOT_FOUND', httpStatus: 404 },
} as const;

const AWAY = {
  code: TRPC_ERROR_CODES_BY_KEY.SERVICE_UNAVAILABLE,
  data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503 },
} as const;

const t = initTRPC.context<ApiContext>().create({
  errorFormatter: ({ shape, error }) => {
    const facts = factsOf(error);
    // To ask by the wrong method is to ask for what is not there: 405 would tell which procedures there are.
    if (error.code === 'METHOD_NOT_SUPPORTED') return { ...ABSENT, data: { ...ABSENT.data, error: facts } };
    if (facts.fault === 'unavailable') return { ...AWAY, message: facts.message, data: { ...AWAY.data, error: facts } };
    const { code, httpStatus } = shape.data;
    return { code: shape.code, message: facts.message, data: { code, httpStatus, error: facts } };
  },
});

export const router = t.router;

/** Refusals leave as the codes of the one table (`errors.ts`). */
const base = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof DomainError) throw toTRPCError(result.error.cause);
  return result;
});

/** A procedure anybody may call, signed in or not. */
export const open = base;

/** Types the input of a procedure whose command parses it: `run-command.ts` is the door where bad input ends. */
export const asks =
  <T>() =>
  (input: unknown): T =>
    input as T;

/** A procedure of the engine for whoever is signed in: it runs commands, and reads in one transaction. */
const asking = base.use(({ ctx, next }) => {
  const asked = askedBy(ctx);
  const { engine } = ctx;
  return next({
    ctx: {
      asked,
      who: ctx.who as NonNullable<ApiContext['who']>,
      run: <K extends CommandName>(name: K, draft: Draft<K>): Promise<Outcome<K>> =>
        runCommand(engine, asked, name, draft),
      read: <T>(read: (work: UnitOfWork) => Promise<T>): Promise<T> => reading(engine, asked, read),
    },
  });
});

export const signedIn = asking.use(({ ctx, next, type }) => {
  takeLimit(ctx, ctx.asked, type);
  return next();
});

/** Statements that a page of messages takes more than a plain read does: every plugin is asked what it shows there. */
const HEAVY = 4;

/** For reads that cost as much as several: limits count what is done, not how often it is asked for. */
export const heavy = t.middleware(({ ctx, next }) => {
  if (ctx.who) ctx.limits.take('read', ctx.who.person.id, undefined, HEAVY);
  return next();
});

/** The procedure that sends messages: it has a limit of its own, per person and per room. */
export const sender = asking.input(roomInput).use(({ ctx, input, next }) => {
  ctx.limits.take('send', ctx.who.person.id, input.roomId);
  return next();
});

/** A procedure of the engine about a room the asker is in; `access` reads it. @throws `missing` otherwise */
export const inRoom = signedIn.input(roomInput).use(({ ctx, input, next }) =>
  next({
    ctx: {
      readRoom: <T>(read: (work: UnitOfWork, access: RoomAccess) => Promise<T>): Promise<T> =>
        ctx.read(async (work) => read(work, await findMyRoom(work.em, ctx.asked, input.roomId))),
    },
  }),
);

/** Reads the one key every room procedure has; its own schema, strict, comes after and names the rest. */
function roomInput(input: unknown): { roomId: string } {
  const roomId = z.uuid().safeParse((input as { roomId?: unknown } | null)?.roomId);
  if (!roomId.success) throw invalid('roomId', 'That is not a room.');
  return { roomId: roomId.data };
}

function takeLimit({ limits }: ApiContext, { person }: Asked, type: string): void {
  if (person) limits.take(type === 'query' ? 'read' : 'write', person.id);
}

/**
 * Builds what `ProcedureKit` promises a plugin. The cast narrows: what a procedure of the engine has in its context beside
 * the plugin's own (`limits`, `accounts`, `jobs`) is no part of the promise.
 */
export function procedureKit<C extends PluginContract>(contract: C): ProcedureKit<C> {
  const inUse = base.use(({ ctx, next }) => {
    const asked = askedBy(ctx);
    asked.school.plugins.settingsOf(contract);
    return next({ ctx: { asked } });
  });

  /** Runs a procedure in its transaction, with the access that `find` gives it. */
  const scoped = <A extends Access, X extends ActorContext<C>>(
    find: (work: UnitOfWork, roomId: string) => Promise<A>,
  ) =>
    inUse.input(roomInput).use(async ({ ctx, input, next, type, path }) => {
      takeLimit(ctx, ctx.asked, type);
      return transacted(ctx, type, path, async (work) => {
        const access = await find(work, input.roomId);
        return next({ ctx: contextOf<X>(work, contract, access) });
      });
    });

  return {
    router,
    signedIn: inUse.use(({ ctx, next, type, path }) => {
      takeLimit(ctx, ctx.asked, type);
      return transacted(ctx, type, path, (work) => next({ ctx: contextOf<ActorContext<C>>(work, contract, {}) }));
    }),
    inRoom: scoped<RoomAccess, RoomContext<C>>((work, roomId) => findMyRoom(work.em, work.asked, roomId)),
    atGate: scoped<Access, ActorContext<C>>((work, roomId) => findRoomAtGate(work.em, work.asked, roomId)),
  } as unknown as ProcedureKit<C>;
}

/** A plugin's own branch of the API. @throws Error for a plugin that has none */
export function routerOf<C extends PluginContract, R extends AnyRouter>({ contract, parts }: Plugin<C, R>): R {
  if (!parts.router) throw new Error(`plugin ${contract.id} has no router: leave it out of the API`);
  return parts.router(procedureKit(contract));
}

const contextOf = <X>(work: UnitOfWork, contract: PluginContract, access: Access): X =>
  actorContext(work, work.asked.school.plugins.pluginOf(contract), access) as unknown as X;

/** tRPC hands errors on as results: one is thrown here, so that the transaction around it ends with it. */
async function transacted<R extends { ok: boolean }>(
  ctx: ApiContext & { asked: Asked },
  type: string,
  path: string,
  act: (work: UnitOfWork) => Promise<R>,
): Promise<R> {
  const orThrow = async (work: UnitOfWork): Promise<R> => {
    const result = await act(work);
    if (!result.ok) throw (result as unknown as { error: Error }).error;
    return result;
  };
  return type === 'mutation'
    ? runPluginCommand(ctx.engine, ctx.asked, path, orThrow)
    : reading(ctx.engine, ctx.asked, orThrow);
}
