import {
  type AnyRouter,
  callTRPCProcedure,
  getErrorShape,
  getTRPCErrorFromUnknown,
  type TRPCError,
} from '@trpc/server';
import type { DomainError } from '../errors/domain-error.ts';
import { isOutage } from '../errors/outage.ts';
import { logFailure } from '../operation/log-failure.ts';
import type { Call } from '../realtime/protocol.ts';
import type { ApiContext } from './context.ts';
import { refusalBehind, toTRPCError } from './errors.ts';

/** Answers one tRPC call that came over the realtime socket: the same router and context as over HTTP, another door. */
export async function answerCall(router: AnyRouter, ctx: ApiContext, call: Call): Promise<object> {
  const { id, method, params } = call;
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
    return errorAnswer(router, ctx, call, error);
  }
}

/** Refuses a call of the socket before any procedure is asked. */
export const refuseCall = (router: AnyRouter, ctx: ApiContext, call: Call, refusal: DomainError): object =>
  errorAnswer(router, ctx, call, toTRPCError(refusal));

function errorAnswer(router: AnyRouter, ctx: ApiContext, { id, method, params }: Call, error: TRPCError): object {
  const { path, input } = params;
  return { id, error: getErrorShape({ config: router._def._config, error, type: method, path, input, ctx }) };
}

/** What is no answer is logged with the procedure's name and no input. */
export function logCall({ engine }: Pick<ApiContext, 'engine'>, error: TRPCError, path: string | undefined): void {
  const { cause } = error;
  if (isOutage(cause) || !refusalBehind(error)) logFailure(engine.log, cause ?? error, { path }, 'a procedure failed');
}
