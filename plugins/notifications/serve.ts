import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { missing, type Route } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { stopMail } from './stop-mail.ts';

/** Addresses that calls cannot stand in for: those in a mail, and what a browser runs when it is pushed to. */
export const serve: Route<typeof notifications> = async (req, res, ctx) => {
  const [act, kind = ''] = ctx.address.segments;
  if (act === 'stop-mail') return stopMail(kind, req.method === 'POST', res, ctx);
  if (act === 'worker.js') return sendWorker(res);
  throw missing();
};

async function sendWorker(res: ServerResponse): Promise<void> {
  const script = await readFile(new URL('push/worker.js', import.meta.url));
  res.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }).end(script);
}
