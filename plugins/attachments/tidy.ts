import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type LongJob, type OutsideContext, run, sql, uuid } from '../../engine/index.ts';
import { dropIncoming, incomingFolder } from './incoming.ts';
import { prepare } from './prepare.ts';
import type { Attachments } from './state.ts';

type Context = OutsideContext<Attachments>;

/**
 * Removes what nobody wants any more: uploads that no message took for a day, files of messages deleted longer ago than the
 * school keeps them, and then the bytes of every file that is infected or whose row is gone, whatever took it. What was not
 * made when it was due is asked for again.
 */
export const tidy: LongJob<Attachments> = {
  name: 'tidy',
  payload: z.strictObject({}),
  every: '17 * * * *',
  async runLong(_, ctx) {
    await ctx.work(({ em }) =>
      run(em, sql`delete from attachments_file where message_id is null and created_at < now() - interval '1 day'`),
    );
    await ctx.work(({ em }) =>
      run(
        em,
        sql`delete from attachments_file f using message m
         where m.id = f.message_id and m.deleted_at < now() - make_interval(days => ${ctx.settings.keepDeletedDays})`,
      ),
    );
    await prepareHeldBack(ctx);
    await removeDoomed(ctx);
    await removeForgotten(ctx);
  },
};

/** What was held back and is no longer, or could not be made when it was due. */
async function prepareHeldBack(ctx: Context): Promise<void> {
  await ctx.work(async ({ em, enqueue }) => {
    const due = await run(
      em,
      sql({ id: uuid })`select id from attachments_file where here and prepared = 'not yet' and scan <> 'infected'
         and (scan = 'clean' or not ${ctx.settings.scanFirst})
           and created_at < now() - interval '10 minutes' limit 500`,
    );
    for (const { id } of due) enqueue(prepare, { fileId: id });
  });
}

/** The note goes last: what fails half way is done again. */
async function removeDoomed(ctx: Context): Promise<void> {
  const store = ctx.state.store;
  for (;;) {
    const doomed = await ctx.work(({ em }) =>
      run(em, sql({ file_id: uuid })`select file_id from attachments_doomed order by created_at limit 100`),
    );
    if (doomed.length === 0) return;
    for (const { file_id } of doomed) {
      await dropIncoming(ctx, file_id);
      await store.removeAll(`${ctx.school.id}/${file_id}`);
    }
    await ctx.work(({ em }) =>
      run(em, sql`delete from attachments_doomed where file_id = any(${doomed.map(({ file_id }) => file_id)}::uuid[])`),
    );
  }
}

const OLD_MS = 2 * 24 * 3_600_000;

/** What a killed process left in the folders of this node, and no row tells of. */
async function removeForgotten(ctx: Context): Promise<void> {
  for (const folder of [incomingFolder(ctx), join(ctx.deployment.dataDir, 'files', 'working')]) {
    for (const name of await namesIn(folder)) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path).catch(orGone({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > OLD_MS) await rm(path, { recursive: true, force: true });
    }
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(orGone<string[]>([]));

const orGone =
  <T>(instead: T) =>
  (error: unknown): T => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead;
    throw error;
  };
