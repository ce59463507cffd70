import {
  type AnyRouter,
  callTRPCProcedure,
  getErrorShape,
  getTRPCErrorFromUnknown,
  type TRPCError,
} from '@trpc/server';
import { isOutage } from '../errors/outage.ts';
import { logFailure } from '../operation/log-failure.ts';
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
    logCall(ctx, error, path);
    return { id, error: getErrorShape({ config: router._def._config, error, type: method, path, input, ctx }) };
  }
}

/** What is no answer is logged with the procedure's name and no input. */
export function logCall({ engine }: Pick<ApiContext, 'engine'>, error: TRPCError, path: string | undefined): void {
  const { cause } = error;
  if (isOutage(cause) || !refusalBehind(error)) logFailure(engine.log, cause ?? error, { path }, 'a procedure failed');
}
