import { run, sql, string, text, uuid } from '../../../engine/index.ts';
import { looksAt } from '../looking.ts';
import { type Context, NOTICES, pluginTitle, UNREAD, visible } from '../reads.ts';
import { mayLeave } from '../texts-that-leave.ts';
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
  /** How often in a row its push service did not take a message. */
  readonly failures: number;
  /** Null where it is about no message, or its text does not leave the server. */
  readonly text: string | null;
}

/** Which notices are for whom; without `devices` for every browser of theirs that is not set aside. */
export interface Due {
  readonly notices: readonly string[];
  readonly devices?: readonly string[] | undefined;
}

/** By which sessions those whom these notices concern have a browser told. */
export async function sessionsOf({ notices }: Due, { em }: Context): Promise<readonly string[]> {
  const rows = await run(
    em,
    sql({
      session: string,
    })`select distinct d.session from notifications n join notifications_device d on d.person_id = n.person_id
     where n.id = any(${notices}::uuid[])`,
  );
  return rows.map(({ session }) => session);
}

/** So many notices are one job's. */
export const NOTICES_A_JOB = 100;
/** So long nobody else hands the same over: longer than a job may take. After it, whoever had it died. */
export const UNDER_WAY_SECONDS = 90;

/**
 * Marks notices as under way to each browser of those whom they concern, and answers what to push: not to browsers of which a
 * page is on the screen, or whose session has ended, and nothing that was pushed there or that another is pushing.
 */
export const claimPushes = ({ notices, devices }: Due, sessions: readonly string[], ctx: Context): Promise<Pushed[]> =>
  run(
    ctx.em,
    sql<Pushed>`with claimed as (
       insert into notifications_pushed (notice_id, device_id, school_id, pushed_at, under_way_until)
       select n.id, d.id, n.school_id, now(), now() + interval '${text(UNDER_WAY_SECONDS)} seconds' from ${NOTICES}
       join notifications_device d on d.person_id = n.person_id
       left join notifications_reason y on y.person_id = n.person_id and y.notice = n.notice
       where n.id = any(${notices}::uuid[]) and d.session = any(${sessions}::text[])
         and ${devices ? sql`d.id = any(${devices}::uuid[])` : sql`coalesce(d.away_until <= now(), true)`} and ${UNREAD}
           and ${visible(ctx)}
         and coalesce(y.push and y.bell, true) and not ${looksAt(sql`n.person_id`, sql`d.id`)}
       on conflict (notice_id, device_id) do update set under_way_until = excluded.under_way_until
         where notifications_pushed.under_way_until < now()
       returning notice_id, device_id)
     select n.id "noticeId", d.id "deviceId", d.endpoint, d.p256dh, d.auth, d.failures, n.notice,
       coalesce(h.name, ${pluginTitle(ctx)}) author,
       ${ctx.roomTitle} room, r.id "roomId", r.classroom_id "classroomId", m.seq::int, m.thread_root "threadRoot",
       case when ${mayLeave(ctx)} then left(m.text, 140) end "text"
     from claimed join notifications_device d on d.id = claimed.device_id, ${NOTICES} left join person h on h.id = n.by_id
     where n.id = claimed.notice_id order by d.failures, n.id`,
  );

/** Whether another is pushing one of these, or died of it lately. */
export async function areUnderWay({ notices }: Due, ctx: Context): Promise<boolean> {
  const rows = await run(
    ctx.em,
    sql<object>`select 1 from notifications_pushed
      where notice_id = any(${notices}::uuid[]) and under_way_until > now() limit 1`,
  );
  return rows.length > 0;
}

export async function finishPush({ noticeId, deviceId, failures }: Pushed, ctx: Context): Promise<void> {
  await run(
    ctx.em,
    sql`update notifications_pushed set pushed_at = now(), under_way_until = null
      where notice_id = ${noticeId} and device_id = ${deviceId}`,
  );
  if (failures > 0) await run(ctx.em, sql`update notifications_device set failures = 0 where id = ${deviceId}`);
}

/**
 * A browser's push service did not take a message: these were not told, and the service is not asked again for a minute, twice
 * as long after each failure, an hour at most.
 */
export async function setAside(deviceId: string, notices: readonly string[], ctx: Context): Promise<void> {
  await run(
    ctx.em,
    sql`update notifications_device set failures = least(failures + 1, 30),
       away_until = now() + least(power(2, failures) * interval '1 minute', interval '1 hour'),
       away_since = least(away_since, (select min(due_at) from notifications where id = any(${notices}::uuid[])))
     where id = ${deviceId}`,
  );
  await run(
    ctx.em,
    sql`delete from notifications_pushed where device_id = ${deviceId} and notice_id = any(${notices}::uuid[])`,
  );
}

/** Nothing waits for these browsers any more, or, where more waited than one job takes, they are asked again at once. */
export async function bringIn({ notices, devices = [] }: Due, ctx: Context): Promise<void> {
  const isAll = notices.length < NOTICES_A_JOB;
  await run(
    ctx.em,
    sql`update notifications_device set ${isAll ? sql`away_until = null, away_since = null` : sql`away_until = now()`}
     where id = any(${devices}::uuid[])`,
  );
}

/** What a service could not take for a day is not pushed any more; as long it would have waited there. */
const WAITS = sql`n.due_at >= d.away_since and n.due_at > now() - interval '1 day' and n.read_at is null
  and not n.held`;

/** Which browsers may be asked again, some at a time, and what waits for them. They are asked by nobody else meanwhile. */
export async function dueAgain(
  most: number,
  { em }: Context,
): Promise<Record<'notices' | 'devices', readonly string[]>> {
  const devices = await run(
    em,
    sql({
      id: uuid,
    })`update notifications_device set away_until = now() + interval '${text(UNDER_WAY_SECONDS)} seconds' where id in (
       select id from notifications_device where away_until <= now() order by away_until limit ${most}) returning id`,
  );
  const ids = devices.map(({ id }) => id);
  const notices = await run(
    em,
    sql({ id: uuid })`select n.id from notifications_device d join notifications n on n.person_id = d.person_id
     where d.id = any(${ids}::uuid[]) and ${WAITS} and not exists (
       select 1 from notifications_pushed u where u.notice_id = n.id and u.device_id = d.id)
     group by n.id order by n.id desc limit ${text(NOTICES_A_JOB)}`,
  );
  return { devices: ids, notices: notices.map(({ id }) => id) };
}

export async function forgetDevice({ deviceId }: Pushed, ctx: Context): Promise<void> {
  await run(ctx.em, sql`delete from notifications_device where id = ${deviceId}`);
}
