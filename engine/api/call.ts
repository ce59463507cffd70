import {
  type AnyRouter,
  callTRPCProcedure,
  getErrorShape,
  getTRPCErrorFromUnknown,
  type TRPCError,
} from '@trpc/server';
import type { Call } from '../realtime/protocol.ts';
import type { ApiContext } from './context.ts';
import { refusalBehind } from './errors.ts';

/** Answers one tRPC call that came over the realtime socket: the same router and context as over HTTP, another door. */
export async function answerCall(router: AnyRouter, ctx: ApiContext, { id, method, params }: Call): Promise<object> {
  const { path, input } = params;
  try {
    const data = await callTRPCProcedure({
      router,
      path,
      type: method,
      ctx,
      getRawInput: () => Promise.resolve(input),
      signal: undefined,
      batchIndex: 0,
    });
    return { id, result: { type: 'data', data } };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    logFailure(ctx, error, path);
    return { id, error: getErrorShape({ config: router._def._config, error, type: method, path, input, ctx }) };
  }
}

/** A refusal is an answer; anything else is a bug of ours, and is logged with the procedure's name and no input. */
export function logFailure({ engine }: Pick<ApiContext, 'engine'>, error: TRPCError, path: string | undefined): void {
  if (!refusalBehind(error)) engine.log.error({ err: error.cause ?? error, path }, 'a procedure failed');
}
