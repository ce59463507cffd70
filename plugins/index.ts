import { type AnyPlugin, composePlugins, engineRouters, router, routerOf } from '../engine/index.ts';
import attachments from './attachments/server.ts';
import joinRequests from './join-requests/server.ts';
import mentions from './mentions/server.ts';
import notifications from './notifications/server.ts';
import presence from './presence/server.ts';
import privateThreads from './private-threads/server.ts';
import reactions from './reactions/server.ts';
import receipts from './receipts/server.ts';
import typing from './typing/server.ts';

/** The plugins this deployment ships, in the order their hooks run. */
export const installed: readonly AnyPlugin[] = composePlugins([
  attachments,
  reactions,
  joinRequests,
  privateThreads,
  receipts,
  typing,
  presence,
  mentions,
  notifications,
]);

/** The whole API. Written out by name, not inferred from the list: one look-up per plugin for the type checker. */
export const appRouter = router({
  ...engineRouters,
  privateThreads: routerOf(privateThreads),
  reactions: routerOf(reactions),
  receipts: routerOf(receipts),
  joinRequests: routerOf(joinRequests),
  typing: routerOf(typing),
  presence: routerOf(presence),
  notifications: routerOf(notifications),
  attachments: routerOf(attachments),
});
export type AppRouter = typeof appRouter;
