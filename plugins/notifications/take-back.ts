import { type DueNotice, run, sql, type TakenBackNotice, uuid } from '../../engine/index.ts';
import { tellCounts } from './count.ts';
import type { Context } from './reads.ts';

/** What caused a notice was undone: the people for whom it no longer holds do not see it any more. */
export async function takeBack({ notice, by, messageId, except }: TakenBackNotice, ctx: Context): Promise<void> {
  if (!('person' in by)) return;
  const gone = await run(
    ctx.em,
    sql({ person_id: uuid })`update notifications set taken_back_at = now()
     where message_id = ${messageId} and notice = ${notice} and by_id = ${by.person} and taken_back_at is null
       and person_id <> all(${except}::uuid[])
     returning person_id`,
  );
  tellCounts(
    gone.map(({ person_id }) => person_id),
    ctx,
  );
}

/**
 * It was done again: what these people were notified of before counts again. A notice that came with its message has another
 * one beside it by then. Answers whose counts change.
 */
export async function bringBack(
  { notice, by, messageId, people }: DueNotice,
  ctx: Context,
): Promise<{ person_id: string }[]> {
  if (!messageId || !('person' in by)) return [];
  return run(
    ctx.em,
    sql({ person_id: uuid })`update notifications set taken_back_at = null
     where message_id = ${messageId} and notice = ${notice} and by_id = ${by.person} and taken_back_at is not null
       and not fresh
       and person_id = any(${people}::uuid[])
     returning person_id`,
  );
}
