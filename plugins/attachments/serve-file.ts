import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type ActorContext, missing, type RouteContext, run, sql } from '../../engine/index.ts';
import { dispositionOf } from './content/disposition.ts';
import { rangeOf } from './content/range.ts';
import type { Form } from './contract.ts';
import { type FileRow, type Kept, stateOf } from './file-row.ts';
import type { Attachments } from './state.ts';
import { keyOf } from './store/store.ts';

interface Asked {
  readonly fileId: string;
  readonly form: Form | 'whole';
}

/**
 * Hands a file out, or a part of it: to whoever is in the room and sees the message now, and before there is a message to
 * its uploader. @throws DomainError `missing` for everybody else, `not-ready` for what may not be fetched
 */
export async function serveFile(
  req: IncomingMessage,
  res: ServerResponse,
  { fileId, form }: Asked,
  ctx: RouteContext<Attachments>,
): Promise<void> {
  const row = await ctx.work((work) => findFile(fileId, work));
  if (!row) throw missing();
  const state = stateOf(row, ctx.settings);
  if (state !== 'ready') ctx.refuse('not-ready', { state });
  const kept = row.forms[form];
  if (!kept) throw missing();
  await send(req, res, { row, form, kept }, ctx);
}

async function findFile(
  fileId: string,
  { em, actor, seesRoom }: ActorContext<Attachments>,
): Promise<FileRow | undefined> {
  const rows = await run(
    em,
    sql<FileRow>`select f.* from attachments_file f where f.id = ${fileId} and f.here and case
       when f.message_id is null then f.person_id = ${actor.id}
       else exists (select from message m join room r on r.id = m.room_id
         join participant p on p.room_id = r.id and p.person_id = ${actor.id}
         where m.id = f.message_id and m.deleted_at is null and m.seq > p.visible_from and ${seesRoom}) end`,
  );
  return rows[0];
}

interface Answer {
  readonly row: FileRow;
  readonly form: Asked['form'];
  readonly kept: Kept;
}

async function send(
  req: IncomingMessage,
  res: ServerResponse,
  { row, form, kept }: Answer,
  { state }: Pick<RouteContext<Attachments>, 'state'>,
): Promise<void> {
  const headers = { ...SAFE, ...aboutFile(row, form, kept) };
  if (req.headers['if-none-match'] === headers.etag) return void res.writeHead(304, headers).end();
  const range = rangeOf(req.headers, kept.size, headers.etag);
  if (range === 'none') return void res.writeHead(416, { ...headers, 'content-range': `bytes */${kept.size}` }).end();
  const length = range ? range.end - range.start + 1 : kept.size;
  const part = range && { 'content-range': `bytes ${range.start}-${range.end}/${kept.size}` };
  const body = req.method === 'HEAD' ? null : await state.store.read(keyOf(row, form), range);
  res.writeHead(range ? 206 : 200, { ...headers, ...part, 'content-length': length });
  if (!body) return void res.end();
  await pipeline(body, res).catch(unlessGone);
}

/** Whoever asked for it went away: nobody is left to be told. */
function unlessGone(error: unknown): void {
  if (!/^(ERR_STREAM_PREMATURE_CLOSE|ECONNRESET|EPIPE)$/.test((error as { code?: string }).code ?? '')) throw error;
}

/** Asked again each time, so that whoever may no longer see it does not, also on a machine that others use. */
const aboutFile = ({ id, name }: FileRow, form: Asked['form'], { type, size }: Kept) => ({
  'content-type': type,
  'content-disposition': dispositionOf(name, type),
  'accept-ranges': 'bytes',
  'cache-control': 'private, no-cache',
  etag: `"${id}-${form}-${size}"`,
});

/** What people uploaded never runs, is never guessed about, and never read by another site's page. */
const SAFE = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
} as const satisfies OutgoingHttpHeaders;
