import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import { createRealtimeClient, type RealtimeClient } from '../../engine/client.ts';
import type { AppRouter } from '../../plugins/index.ts';

/**
 * Calls by plain HTTP: for whoever is not signed in yet, for the first load (the socket is still opening), and for bodies
 * larger than a frame of the socket may be (a picture, a class list).
 */
export const http: TRPCClient<AppRouter> = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: '/trpc', maxItems: 10 })],
});

let made: RealtimeClient<AppRouter> | undefined;

/** The one live connection of this page; opened by the first call, so never on a page for those who are signed out. */
export function live(): RealtimeClient<AppRouter> {
  made ??= createRealtimeClient<AppRouter>({ url: realtimeUrl() });
  return made;
}

/** The procedures over the live connection. */
export const api = (): TRPCClient<AppRouter> => live().api;

/** Ends the live connection: whoever was signed in is not any more. */
export function hangUp(): void {
  made?.close();
  made = undefined;
}

function realtimeUrl(): string {
  const url = new URL('/realtime', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
