import type Koa from 'koa';

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
  // Pages and files have a stricter policy of their own, which takes this one's place.
  'content-security-policy': "frame-ancestors 'self'",
};
/** Answers are one person's and of one moment: no cache keeps them, and no page is made of them. */
const CALLS = { 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };
/** No page of another site keeps a hold on ours. A plugin's own addresses are without it: they may answer to an opener. */
const PAGES = { 'cross-origin-opener-policy': 'same-origin-allow-popups' };
const HTTPS_ONLY = { 'strict-transport-security': 'max-age=31536000' };

const isCall = (path: string): boolean => /^\/(trpc|api)(\/|$)/.test(path);

/**
 * What every answer says to browsers, whoever writes it: set before, so that errors and what is not there have it too.
 * @param routes first words of the plugins' own addresses
 */
export function responseHeaders(publicUrl: string, routes: readonly string[]): Koa.Middleware {
  const everywhere = { ...EVERYWHERE, ...(publicUrl.startsWith('https:') && HTTPS_ONLY) };
  const ofPlugins = new Set(routes);
  return async (ctx, next) => {
    const word = ctx.path.split('/', 2)[1] ?? '';
    const headers = { ...everywhere, ...(isCall(ctx.path) ? CALLS : !ofPlugins.has(word) && PAGES) };
    ctx.set(headers);
    try {
      await next();
    } catch (error) {
      // Koa answers what was thrown with the headers of the error alone.
      throw Object.assign(error as Error, { headers });
    }
  };
}
