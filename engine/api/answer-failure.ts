import type { ServerResponse } from 'node:http';
import { refusalIn } from '../errors/outage.ts';
import type { Log } from '../operation/log.ts';
import { logFailure } from '../operation/log-failure.ts';
import { closeAfterUnreadBody } from '../operation/unread-body.ts';
import { FAILURE, httpStatusOf } from './errors.ts';

/** Answers a request of plain HTTP that was refused or failed; what is already under way can only be cut. */
export function answerFailure(log: Log, res: ServerResponse, error: unknown, what: string): void {
  logFailure(log, error, {}, what);
  if (res.headersSent) return void res.destroy();
  closeAfterUnreadBody(res);
  const refusal = refusalIn(error);
  const { code, message, data } = refusal ?? FAILURE;
  res.writeHead(refusal ? httpStatusOf(refusal) : 500, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  res.end(JSON.stringify({ code, message, data }));
}
