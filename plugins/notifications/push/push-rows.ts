import { looksAt } from '../looking.ts';
import { type Context, NOTICES, UNREAD, visible } from '../reads.ts';
import { MAY_LEAVE } from '../texts-that-leave.ts';
import type { PushAddress } from './send-push.ts';

/** One notice for one browser, as its person may see it now. */
export interface Pushed extends PushAddress {
  readonly noticeId: string;
  readonly deviceId: string;
  readonly notice: string;
  readonly author: string | null;
  /** What the reader calls it. */
  readonly room: string;
  readonly roomId: string;
  readonly classroomId: string;
  readonly seq: number | null;
  readonly threadRoot: string | null;
  /** Null where it is about no message, or its text does not leave the server. */
  readonly text: string | null;
}

/** By which sessions those whom these notices concern have a browser told. */
export async function sessionsOf(notices: readonly string[], { em }: Context): Promise<readonly string[]> {
  const rows = await em.execute<{ session: string }[]>(
    `select distinct d.session from notifications n join notifications_device d on d.person_id = n.person_id
     where n.id = any(?::uuid[])`,
    [asArray(notices)],
  );
  return rows.map(({ session }) => session);
}

/** So long nobody else hands the same over: longer than a job may take. After it, whoever had it died. */
export const UNDER_WAY_SECONDS = 90;

/**
 * Marks notices as under way to each browser of those whom they concern, and answers what to push: not to browsers of which a
 * page is on the screen, or whose session has ended, and nothing that was pushed there or that another is pushing.
 */
export const claimPushes = (notices: readonly string[], sessions: readonly string[], ctx: Context): Promise<Pushed[]> =>
  ctx.em.execute<Pushed[]>(
    `with claimed as (
       insert into notifications_pushed (notice_id, device_id, school_id, pushed_at, under_way_until)
       select n.id, d.id, n.school_id, now(), now() + interval '${UNDER_WAY_SECONDS} seconds' from ${NOTICES} join notifications_device d on d.person_id = n.person_id
       left join notifications_reason y on y.person_id = n.person_id and y.notice = n.notice
       where n.id = any(?::uuid[]) and d.session = any(?::text[]) and ${UNREAD} and ${visible(ctx)}
         and coalesce(y.push and y.bell, true) and not ${looksAt('n.person_id', 'd.id')}
       on conflict (notice_id, device_id) do update set under_way_until = excluded.under_way_until
         where notifications_pushed.under_way_until < now()
       returning notice_id, device_id)
     select n.id "noticeId", d.id "deviceId", d.endpoint, d.p256dh, d.auth, n.notice, h.name author,
       ${ctx.roomTitle} room, r.id "roomId", r.classroom_id "classroomId", m.seq::int, m.thread_root "threadRoot",
       case when ${MAY_LEAVE} then left(m.text, 140) end "text"
     from claimed join notifications_device d on d.id = claimed.device_id, ${NOTICES} left join person h on h.id = n.by_id
     where n.id = claimed.notice_id`,
    [asArray(notices), textArray(sessions), ctx.settings.privateTexts],
  );

/** Whether another is pushing one of these, or died of it lately. */
export async function areUnderWay(notices: readonly string[], ctx: Context): Promise<boolean> {
  const rows = await ctx.em.execute<object[]>(
    'select 1 from notifications_pushed where notice_id = any(?::uuid[]) and under_way_until > now() limit 1',
    [asArray(notices)],
  );
  return rows.length > 0;
}

export async function finishPush({ noticeId, deviceId }: Pushed, ctx: Context): Promise<void> {
  await ctx.em.execute(
    'update notifications_pushed set pushed_at = now(), under_way_until = null where notice_id = ? and device_id = ?',
    [noticeId, deviceId],
  );
}

/** It could not be handed over: the next try may. */
export async function releasePush({ noticeId, deviceId }: Pushed, ctx: Context): Promise<void> {
  await ctx.em.execute('delete from notifications_pushed where notice_id = ? and device_id = ?', [noticeId, deviceId]);
}

export async function forgetDevice({ deviceId }: Pushed, ctx: Context): Promise<void> {
  await ctx.em.execute('delete from notifications_device where id = ?', [deviceId]);
}

const asArray = (ids: readonly string[]): string => `{${ids.join(',')}}`;
const textArray = (texts: readonly string[]): string => `{${texts.map((text) => JSON.stringify(text)).join(',')}}`;
