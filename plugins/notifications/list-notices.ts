import { z } from 'zod';
import { type ActorContext, isoUtc, personJson, run, sql, text } from '../../engine/index.ts';
import type { Counts, NoticeView, notifications } from './contract.ts';
import { countUnread } from './count.ts';
import { BY_PLUGIN, NOTICES, pluginTitle, UNREAD, visible } from './reads.ts';

type Context = ActorContext<typeof notifications>;

const PAGE = 30;
const TEXT_LENGTH = 140;

export const Page = z.strictObject({ before: z.uuid().optional() });

interface Row extends Omit<NoticeView, 'says' | 'read'> {
  readonly unread: boolean;
}

/**
 * A page of the asker's notices, the newest first; `before` is the last one of the page before. Texts are read now, where
 * they were written: what the asker may not see any more is not on it.
 */
export async function listNotices(
  { before }: z.output<typeof Page>,
  ctx: Context,
): Promise<{ notices: NoticeView[]; more: boolean }> {
  const rows = await run(
    ctx.em,
    sql<Row>`select n.id, n.notice, ${isoUtc(sql`case when n.fresh then m.created_at else n.at end`)} "at",
       ${UNREAD} unread,
       coalesce(y.push, true) push,
       jsonb_build_object('id', r.id, 'classroomId', r.classroom_id, 'title', r.title,
         'classroomTitle', (select c.title from classroom c where c.id = r.classroom_id)) room,
       case when h.id is not null then ${personJson(sql`h`)} when ${BY_PLUGIN} is not null then
         jsonb_build_object('plugin', ${BY_PLUGIN}, 'name', ${pluginTitle(ctx)}) end "by",
       case when m.id is null then null else jsonb_build_object('id', m.id, 'seq', m.seq, 'threadRoot', m.thread_root,
         'text', left(m.text, ${text(TEXT_LENGTH)})) end message
     from ${NOTICES} left join person h on h.id = n.by_id
     left join notifications_reason y on y.person_id = n.person_id and y.notice = n.notice
     where n.person_id = ${ctx.actor.id}
       and n.id < coalesce(${before ?? null}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') and ${visible(ctx)}
     order by n.id desc limit ${text(PAGE + 1)}`,
  );
  const notices = rows.slice(0, PAGE).map((row) => viewOf(row, ctx));
  return { notices, more: rows.length > PAGE };
}

const viewOf = ({ unread, ...row }: Row, { notices }: Context): NoticeView => ({
  ...row,
  says: notices[row.notice]?.says ?? '',
  read: !unread,
});

/** How many are new to the asker. */
export async function readCounts(ctx: Context): Promise<Counts> {
  return { unread: (await countUnread([ctx.actor.id], ctx)).get(ctx.actor.id) ?? 0 };
}
