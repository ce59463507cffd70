import type { DueNotice, TakenBackNotice } from '../../engine/index.ts';
import { tellCounts } from './count.ts';
import type { Context } from './reads.ts';

/** What caused a notice was undone: nobody is told of it any more. */
export async function takeBack({ notice, by, messageId }: TakenBackNotice, ctx: Context): Promise<void> {
  if (!('person' in by)) return;
  const gone = await ctx.em.execute<{ person_id: string }[]>(
    `update notifications set taken_back_at = now()
     where message_id = ? and notice = ? and by_id = ? and not fresh and taken_back_at is null
     returning person_id`,
    [messageId, notice, by.person],
  );
  tellCounts(
    gone.map(({ person_id }) => person_id),
    ctx,
  );
}

/** It was done again: what was told of it before counts again. Answers whose counts change. */
export async function bringBack({ notice, by, messageId }: DueNotice, ctx: Context): Promise<{ person_id: string }[]> {
  if (!messageId || !('person' in by)) return [];
  return ctx.em.execute<{ person_id: string }[]>(
    `update notifications set taken_back_at = null
     where message_id = ? and notice = ? and by_id = ? and taken_back_at is not null
     returning person_id`,
    [messageId, notice, by.person],
  );
}
