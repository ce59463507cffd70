import type { IncomingMessage, ServerResponse } from 'node:http';
import { MemoryLocker, Server } from '@tus/server';
import { httpStatusOf, logFailure, missing, NotNow, type RouteContext, refusalIn } from '../../engine/index.ts';
import { type Announced, beginUpload } from './begin-upload.ts';
import type { FileRow } from './file-row.ts';
import { finishUpload } from './finish-upload.ts';
import { openIncoming } from './incoming.ts';
import { dropUpload, findUpload } from './my-uploads.ts';
import type { Attachments } from './state.ts';

type Context = RouteContext<Attachments>;

/** tus would also hand out, by GET, what has come of an upload and was not looked into. */
const SPOKEN: readonly string[] = ['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'];

/** Answers what speaks tus: of uploads of the asker's own, and of no others. */
export async function takeUpload(
  req: IncomingMessage,
  res: ServerResponse,
  fileId: string | undefined,
  ctx: Context,
): Promise<void> {
  if (!SPOKEN.includes(req.method ?? '')) throw missing();
  if (req.method === 'POST' && fileId) throw missing();
  if (req.method !== 'POST' && req.method !== 'OPTIONS') {
    const row = fileId && (await ctx.work((work) => findUpload(work, fileId)));
    if (!row) throw missing();
    if (req.method === 'DELETE') return cancel(row, res, ctx);
    if (row.here || (await hasComeWhole(row, ctx))) return isHere(row, res);
  }
  await (await tusFor(fileId, ctx)).handle(req, res);
}

async function cancel({ id }: FileRow, res: ServerResponse, ctx: Context): Promise<void> {
  if (!(await dropUpload(id, ctx))) throw missing();
  res.writeHead(204, { 'tus-resumable': '1.0.0' }).end();
}

/** All of it came, but the process ended before it was looked into: this is done now. */
async function hasComeWhole({ id, size }: FileRow, ctx: Context): Promise<boolean> {
  const { offset } = await (await openIncoming(ctx)).getUpload(id);
  if (offset !== Number(size)) return false;
  await finishUpload(id, ctx);
  return true;
}

function isHere({ size }: FileRow, res: ServerResponse): void {
  const all = { 'upload-offset': size, 'upload-length': size, 'cache-control': 'no-store' };
  res.writeHead(200, { 'tus-resumable': '1.0.0', ...all }).end();
}

/** A server for one request costs nothing, and knows who asks. It goes by the id that was judged, never by one it reads. */
async function tusFor(fileId: string | undefined, ctx: Context): Promise<Server> {
  ctx.state.uploadLocker ??= new MemoryLocker();
  return new Server({
    path: '/files',
    relativeLocation: true,
    allowedOrigins: [],
    locker: ctx.state.uploadLocker,
    getFileIdFromRequest: () => fileId,
    datastore: await openIncoming(ctx),
    namingFunction: (request, metadata) => beginUpload(announcedIn(request.headers, metadata), ctx),
    onUploadFinish: async (_request, { id }) => {
      await finishUpload(id, ctx);
      return {};
    },
    onResponseError: (_request, error) => answerTo(error, ctx),
  });
}

const announcedIn = (headers: Headers, metadata: Readonly<Record<string, string | null>> = {}): Announced => ({
  name: metadata.filename ?? '',
  size: Number(headers.get('upload-length')),
  voice: metadata.voice !== undefined,
});

/** A refusal of ours is told as everywhere; one of the protocol as the protocol says; a bug is logged and not told. */
function answerTo(error: unknown, { log }: Context): { status_code: number; body: string } | undefined {
  const { status_code: status } = error as { status_code?: number };
  if (status !== undefined && status !== 500) return undefined;
  // tus tells a disk that takes no more as 500, without a cause; its other codes are refusals.
  const cause = status === undefined ? error : new NotNow('the upload could not be written');
  logFailure(log, cause, { plugin: 'attachments' }, 'an upload failed');
  const refusal = refusalIn(cause);
  if (refusal) {
    const { code, message, data } = refusal;
    return { status_code: httpStatusOf(refusal), body: JSON.stringify({ code, message, data }) };
  }
  return { status_code: 500, body: JSON.stringify({ code: 'failure', message: 'Something went wrong on our side.' }) };
}
