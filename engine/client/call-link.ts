import type { TRPCLink } from '@trpc/client';
import { TRPCClientError } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { ask, type Calls } from './calls.ts';

/** Lets tRPC's client speak over the realtime socket. */
export const callLink =
  <R extends AnyRouter>(calls: Calls): TRPCLink<R> =>
  () =>
  ({ op: { input, path, signal, type } }) =>
    observable((observer) => {
      // Events come by themselves here: nothing is subscribed to by tRPC.
      if (type === 'subscription') throw new TypeError(`${path}: subscriptions do not travel on this socket`);
      const takeBack = ask(
        calls,
        { method: type, path, input },
        {
          done(data) {
            observer.next({ result: { type: 'data', data } });
            observer.complete();
          },
          failed: (envelope) => observer.error(TRPCClientError.from(envelope)),
        },
      );
      const abort = () => observer.error(TRPCClientError.from(signal?.reason));
      signal?.addEventListener('abort', abort);
      return () => {
        signal?.removeEventListener('abort', abort);
        takeBack();
      };
    });
