import { type OutsideContext, run, sql } from '../../../engine/index.ts';
import { changeWithin } from '../change-file.ts';
import { type FileRow, findHere } from '../file-row.ts';
import { letGo } from '../let-go.ts';
import { prepare } from '../prepare.ts';
import type { Attachments } from '../state.ts';
import { keyOf } from '../store/store.ts';
import { tidy } from '../tidy.ts';
import { scanBytes, type Verdict } from './clamd.ts';

type Context = OutsideContext<Attachments>;

/**
 * Has a file looked at that no scanner has judged yet, and does what follows. Asked again, it does nothing again.
 * @throws ScannerDown, or that the store did not answer: then the file stays as it was
 */
export function scanFile(fileId: string, url: string, ctx: Context): Promise<void> {
  return ctx.state.serialize('scans', async () => {
    const row = await findHere(fileId, ctx);
    if (!row || (row.scan !== 'none' && row.scan !== 'waiting')) return;
    const source = sourceOf(row);
    if (!source) return;
    const bytes = await ctx.state.store.read(keyOf(row, source.form));
    await note(row, await scanBytes(url, bytes, source.size), ctx);
    await letGo(fileId, ctx);
  });
}

/** What was uploaded; of a picture from before there was a scanner that is gone, and what is handed out is looked at. */
function sourceOf({ kind, scan, prepared, size, forms }: FileRow): { form: string; size: number } | undefined {
  const isOriginal = kind === 'image' && (scan === 'waiting' || prepared === 'not yet');
  if (isOriginal) return { form: 'original', size: Number(size) };
  return forms.whole && { form: 'whole', size: forms.whole.size };
}

/** The verdict, and what it brings about, are written down together: what was found infected will go, come what may. */
async function note({ id, school_id }: FileRow, scan: Verdict, ctx: Context): Promise<void> {
  await ctx.work(async (work) => {
    await changeWithin(work, id, { scan });
    if (scan === 'clean') return void (ctx.settings.scanFirst && work.enqueue(prepare, { fileId: id }));
    if (scan === 'unscannable') return;
    await run(
      work.em,
      sql`insert into attachments_doomed (file_id, school_id, created_at) values (${id}, ${school_id}, now())
        on conflict do nothing`,
    );
    work.enqueue(tidy, {});
  });
}
