import { missing, type Route } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { stopMail } from './stop-mail.ts';

/** Addresses that calls cannot stand in for: those in a mail. */
export const serve: Route<typeof notifications> = async (req, res, ctx) => {
  const [, , act, kind = ''] = new URL(req.url ?? '', 'http://here').pathname.split('/');
  if (act === 'stop-mail') return stopMail(kind, req.method === 'POST', res, ctx);
  throw missing();
};
