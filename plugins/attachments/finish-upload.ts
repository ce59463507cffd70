import { DomainError, type RouteContext, run, sql, uuid } from '../../engine/index.ts';
import { isVoice } from './begin-upload.ts';
import { examine, type Found } from './content/examine.ts';
import { endingOf } from './content/file-types.ts';
import type { FileRow, Kept } from './file-row.ts';
import { dropIncoming, incomingPath } from './incoming.ts';
import { dropUpload, findUpload } from './my-uploads.ts';
import { prepare } from './prepare.ts';
import { scan } from './scan/scan.ts';
import type { Attachments } from './state.ts';
import { keyOf } from './store/store.ts';

type Context = RouteContext<Attachments>;

/**
 * Looks into an upload that has come whole, and keeps it. Asked twice, also at once, it is done once.
 * @throws a refusal of the contract; then nothing of the file is kept
 */
export function finishUpload(fileId: string, ctx: Context): Promise<void> {
  const { finishing } = ctx.state;
  const running = finishing.get(fileId) ?? finish(fileId, ctx).finally(() => finishing.delete(fileId));
  finishing.set(fileId, running);
  return running;
}

async function finish(fileId: string, ctx: Context): Promise<void> {
  const row = await ctx.work((work) => findUpload(work, fileId));
  if (!row) return ctx.refuse('not-there');
  if (row.here) return;
  try {
    await keep(row, await examined(row, ctx), ctx);
  } catch (error) {
    if (error instanceof DomainError && error.fault !== 'unavailable') await dropUpload(fileId, ctx);
    throw error;
  }
}

async function examined({ id, name, size, voice }: FileRow, ctx: Context): Promise<Found> {
  const { settings, state, refuse } = ctx;
  const found = await examine({ path: incomingPath(ctx, id), name, size: Number(size), settings, state, refuse });
  const offered = voice ? isVoice(found) : settings.types.includes(found.kind);
  return offered ? found : refuse('not-offered', { part: `.${endingOf(found.name)}` });
}

/** Of these something is made in the background. */
const PREPARED: readonly string[] = ['image', 'video', 'audio'] satisfies Found['kind'][];

/**
 * The bytes are kept before the row says so, and what came stays until then: whatever fails between can be done again, by the
 * next request for the upload. A picture stays out of reach until it is made anew; everything else can be fetched as it came.
 */
async function keep(row: FileRow, found: Found, ctx: Context): Promise<void> {
  const form = found.kind === 'image' ? 'original' : 'whole';
  const store = ctx.state.store;
  await store.keep(keyOf(row, form), incomingPath(ctx, row.id));
  if (!(await note(row, found, form, ctx))) {
    await store.removeAll(`${row.school_id}/${row.id}`);
    ctx.refuse('not-there');
  }
  await dropIncoming(ctx, row.id);
}

/** False when the upload was dropped meanwhile. */
function note(row: FileRow, { name, type, kind, picture }: Found, form: string, ctx: Context): Promise<boolean> {
  const scanned = ctx.environment.CLAMAV_URL !== undefined;
  const whole: Kept = { size: Number(row.size), type };
  return ctx.work(async (work) => {
    const stored = await run(
      work.em,
      sql({
        id: uuid,
      })`update attachments_file set here = true, name = ${name}, type = ${type}, kind = ${row.voice ? 'voice' : kind},
         width = ${picture?.width ?? null}, height = ${picture?.height ?? null}, blur = ${picture?.blur ?? null},
           forms = ${JSON.stringify(form === 'whole' ? { whole } : {})}::jsonb,
             prepared = ${PREPARED.includes(kind) ? 'not yet' : 'done'},
         scan = ${scanned ? 'waiting' : 'none'}
       where id = ${row.id} returning id`,
    );
    if (stored.length === 0) return false;
    work.enqueue(prepare, { fileId: row.id });
    if (scanned) work.enqueue(scan, { fileId: row.id });
    return true;
  });
}
