import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnyRouter } from '@trpc/server';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import Koa from 'koa';
import { DomainError } from '../errors/domain-error.ts';
import { answered } from '../operation/answered.ts';
import { createBusy } from '../operation/busy.ts';
import { FairQueue } from '../operation/fair-queue.ts';
import { closeAfterUnreadBody } from '../operation/unread-body.ts';
import { serveAvatar } from '../people/avatar-serve.ts';
import type { AnyPlugin, AnyRoute } from '../plugin-host/any-plugin.ts';
import { answerFailure } from './answer-failure.ts';
import { logCall } from './call.ts';
import type { ApiContext } from './context.ts';
import { toTRPCError } from './errors.ts';
import { type OperationOptions, publicOperationRoutes } from './operation-routes.ts';
import { servePluginRoute } from './plugin-routes.ts';
import { responseHeaders } from './response-headers.ts';
import { textBody } from './text-body.ts';
import { headersOf, whoAsks } from './who-asks.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse) => unknown;

export interface KoaOptions extends OperationOptions {
  readonly base: Omit<ApiContext, 'who' | 'address' | 'setCookie'>;
  readonly router: AnyRouter;
  readonly plugins: readonly AnyPlugin[];
  readonly allowedOrigins: readonly string[];
  /** Draws the pages; everything that is not the API's is its. */
  readonly ui: Handler;
}

/** Largest body of a call, in bytes: a picture of 1 MiB in base64 fits. Without a session nobody has as much to say. */
const MAX_BODY = 1_500_000;
const MAX_UNSIGNED_BODY = 16 * 1_024;
/** Calls that one request may carry; `classroom-ui/lib/api.ts` sends no more. */
const MAX_BATCH = 10;

/**
 * A page asks one batch after the other. A program that asks for more gets one second of work in each second: its calls wait
 * for their turn, and everybody else's messages do not wait for them. While the process is busy it gets a quarter of that.
 */
const SHARE = { perSource: 2, budget: { count: 1_000, seconds: 1 }, leastMs: 10 };
const BUSY_PRICE = 4;

/** The HTTP side of the one address: health, metrics, accounts, tRPC, pictures, and the pages. */
export function createKoa(options: KoaOptions): Koa {
  const app = new Koa();
  const { engine } = options.base;
  app.on('error', (err) => !isCut(err) && engine.log.error({ err }, 'a request failed'));
  const routes = options.plugins.flatMap(({ parts }) => Object.keys(parts.routes ?? {}));
  app.use(responseHeaders(engine.deployment.publicUrl, routes));
  app.use(publicOperationRoutes(options).routes());
  app.use(handedOver('/api/auth', (req, res) => serveAccounts(options, req, res)));
  const isBusy = createBusy();
  const calls = new FairQueue({ atOnce: 64, ...SHARE, price: () => (isBusy() ? BUSY_PRICE : 1) });
  app.use(handedOver('/trpc', (req, res) => calls.run(sourceOf(options, req), () => serveTrpc(options, req, res))));
  app.use(
    handedOver('/avatars', async (req, res) => {
      try {
        await serveAvatar(req, res, await whoAsks(options.base, req), engine.database);
      } catch (error) {
        answerFailure(engine.log, res, error, 'a picture could not be handed out');
      }
    }),
  );
  for (const middleware of pluginRoutes(options)) app.use(middleware);
  app.use(handedOver('', options.ui));
  return app;
}

/** What plugins answer below their own paths; a page of another site is not let in to change anything. */
function pluginRoutes({ base, plugins, allowedOrigins }: KoaOptions): Koa.Middleware[] {
  return plugins.flatMap((plugin) =>
    Object.entries((plugin.parts.routes ?? {}) as Record<string, AnyRoute>).map(([word, route]) =>
      handedOver(`/${word}`, (req, res) => {
        const reads = req.method === 'GET' || req.method === 'HEAD';
        if (!reads && !sameSite(req, allowedOrigins)) return res.writeHead(403).end();
        return servePluginRoute(base, plugin, route, req, res);
      }),
    ),
  );
}

/** Whoever asked went away in the middle of it, or does not speak HTTP: nothing of ours failed. */
const isCut = ({ code }: NodeJS.ErrnoException): boolean =>
  /^(ECONNRESET|EPIPE|HPE_\w+|ERR_STREAM_PREMATURE_CLOSE)$/.test(code ?? '');

/** Gives requests below a path to a handler that writes its answer itself. Koa presets 404: undone here. */
const handedOver =
  (path: string, handler: Handler): Koa.Middleware =>
  async (ctx, next) => {
    if (path !== '' && ctx.path !== path && !ctx.path.startsWith(`${path}/`)) return next();
    ctx.respond = false;
    ctx.res.statusCode = 200;
    await handler(ctx.req, ctx.res);
  };

/** One session's requests are counted here too, before it is looked up. To sign out is never refused. */
function serveAccounts({ base }: KoaOptions, req: IncomingMessage, res: ServerResponse): unknown {
  const token = base.accounts.tokenOf(headersOf(req));
  try {
    if (token !== null && req.url?.split('?', 1)[0] !== '/api/auth/sign-out') base.limits.take('session', token);
  } catch (error) {
    return answerFailure(base.engine.log, res, error, 'an account could not be asked');
  }
  return base.accounts.handler(req, res);
}

/** Who asks so far as a signed token tells; else the network they come from. */
const sourceOf = ({ base: { accounts } }: KoaOptions, req: IncomingMessage): string =>
  accounts.tokenOf(headersOf(req)) ?? accounts.addressOf(req);

async function serveTrpc(
  { base, router, allowedOrigins }: KoaOptions,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (!sameSite(req, allowedOrigins)) {
    res.writeHead(403).end();
    return;
  }
  // Answers are one person's: the browser of a shared computer must not hand them to the next one.
  res.setHeader('cache-control', 'no-store');
  const path = (req.url ?? '').split('?', 1)[0]?.slice('/trpc/'.length) ?? '';
  const isSigned = base.accounts.tokenOf(headersOf(req)) !== null;
  const body = await textBody(req, isSigned ? MAX_BODY : MAX_UNSIGNED_BODY).catch(refusedOnly);
  closeAfterUnreadBody(res);
  const hasLeft = answered(res);
  void nodeHTTPRequestHandler({
    router,
    path,
    req: Object.assign(req, { body: typeof body === 'string' ? body : '' }),
    res,
    maxBatchSize: MAX_BATCH,
    createContext: async (): Promise<ApiContext> => {
      if (typeof body !== 'string') throw toTRPCError(body);
      const setCookie = (lines: readonly string[]): void => void res.appendHeader('set-cookie', lines);
      const who = await whoAsks(base, req, (line) => setCookie([line])).catch(refusedAsTrpc);
      if (who) countAnswer(base, who.person.id, req, res);
      const endedSchool = () => base.accounts.endedSchool(headersOf(req));
      return { ...base, who, endedSchool, address: base.accounts.addressOf(req), setCookie };
    },
    onError: ({ error, path: procedure }) => logCall(base, error, procedure),
  });
  await hasLeft;
}

function refusedOnly(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  throw error;
}

/** What stands before any procedure is refused in the same shape as by one. */
function refusedAsTrpc(error: unknown): never {
  throw error instanceof DomainError ? toTRPCError(error) : error;
}

/** The connection counts what it sent, and answers one request after the other. */
function countAnswer(
  { limits }: Pick<ApiContext, 'limits'>,
  person: string,
  req: IncomingMessage,
  res: ServerResponse,
) {
  const { socket } = req;
  const before = socket.bytesWritten;
  res.once('close', () => limits.answered(person, socket.bytesWritten - before));
}

/** A page of another site must not act with a person's cookie. Programs send no Origin; a token in a header is no cookie. */
function sameSite({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  return headers.origin === undefined || headers.authorization !== undefined || allowed.includes(headers.origin);
}
