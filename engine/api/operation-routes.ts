import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { type HealthCheck, liveness, readiness } from '../operation/health.ts';
import type { Metrics } from '../operation/metrics.ts';

export interface OperationOptions {
  readonly metrics: Metrics;
  readonly checks: readonly HealthCheck[];
  /** Who sends it as a bearer token is an operator. Absent: nobody is, at the public address. */
  readonly metricsToken?: string | undefined;
}

/**
 * Health and metrics at the public address. Anybody learns whether the node lives and takes requests; why it does not, and
 * the metrics, are for operators.
 */
export function publicOperationRoutes(options: OperationOptions): Router {
  const { metricsToken } = options;
  const isOperator = (ctx: Koa.Context): boolean =>
    metricsToken !== undefined && holdsToken(ctx.get('authorization'), metricsToken);
  const router = new Router();
  router.get('/healthz', (ctx) => Object.assign(ctx, liveness()));
  router.get('/readyz', async (ctx) => {
    const { status, body } = await readiness(options.checks);
    Object.assign(ctx, { status, body: isOperator(ctx) ? body : { ready: body.ready } });
  });
  router.get('/metrics', (ctx, next) => {
    if (metricsToken === undefined) return next();
    if (isOperator(ctx)) return answerMetrics(ctx, options.metrics);
    ctx.set('www-authenticate', 'Bearer');
    ctx.status = 401;
  });
  return router;
}

/** A port that only operators can reach: the same addresses, and everything told. @throws Error when the port is taken */
export async function listenForOperators(options: OperationOptions, at: { host: string; port: number }) {
  const router = new Router();
  router.get('/healthz', (ctx) => Object.assign(ctx, liveness()));
  router.get('/readyz', async (ctx) => Object.assign(ctx, await readiness(options.checks)));
  router.get('/metrics', (ctx) => answerMetrics(ctx, options.metrics));
  const server: Server = createServer(new Koa().use(router.routes()).callback());
  await new Promise<void>((ready, fail) => server.once('error', fail).listen(at.port, at.host, ready));
  return server;
}

async function answerMetrics(ctx: Koa.Context, metrics: Metrics): Promise<void> {
  ctx.type = metrics.contentType;
  ctx.body = await metrics.text();
}

/** Compared by digests of one length: neither the time nor a length tells how much of a guess was right. */
function holdsToken(authorization: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = /^bearer +(\S+)$/i.exec(authorization)?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}
