import { z } from 'zod';
import { type LongJob, type OutsideContext, plainOf } from '../../../engine/index.ts';
import type { Context } from '../reads.ts';
import { sentence } from '../sentence.ts';
import type { Notifications } from '../state.ts';
import {
  areUnderWay,
  bringIn,
  claimPushes,
  type Due,
  finishPush,
  forgetDevice,
  NOTICES_A_JOB,
  type Pushed,
  sessionsOf,
  setAside,
  UNDER_WAY_SECONDS,
} from './push-rows.ts';
import { publicReach, type Reach } from './reach.ts';
import { type PushMessage, type PushSender, type Sent, sendPush } from './send-push.ts';

type Outside = OutsideContext<Notifications>;

/** So many browsers are spoken to at once. */
const AT_ONCE = 50;
/** A push service that has not answered by then is set aside. */
const PATIENCE_MS = 5_000;

const Payload = z.strictObject({
  notices: z.array(z.uuid()).max(NOTICES_A_JOB),
  devices: z.array(z.uuid()).max(AT_ONCE).optional(),
});

/**
 * Pushes notices to the browsers of those whom they concern. Each is marked as pushed once its push service has it; until then
 * nobody else pushes it, and should the process die, the next one does. A service that fails or does not answer is waited for
 * once: its browser is set aside with all that is for it, and `push-again` comes back to it. The job does not fail for it.
 */
export const pushJob = (reach: Reach, patienceMs = PATIENCE_MS): LongJob<Notifications, typeof Payload> => ({
  name: 'push',
  payload: Payload,
  async runLong(due, ctx) {
    const open = await ctx.stillOpen(await ctx.work((work) => sessionsOf(due, work)));
    const [pushes, says] = await ctx.work(async (work) => {
      if (await areUnderWay(due, work)) work.enqueue(push, again(due), { delayMs: UNDER_WAY_SECONDS * 1_000 });
      return [await claimPushes(due, [...open], work), work.notices] as const;
    });
    if (due.devices) await ctx.work((work) => bringIn(due, work));
    if (pushes.length === 0) return;
    const sender = { keys: await ctx.state.vapidKeys(), subject: subjectOf(ctx), reach, patienceMs };
    await sendAll([...byDevice(pushes).values()], (own) =>
      tellDevice(own, (pushed) => sendOne(pushed, messageOf(pushed, says, ctx), sender, ctx), ctx),
    );
  },
});

export const push = pushJob(publicReach);

const again = ({ notices, devices }: Due) => ({ notices: [...notices], ...(devices && { devices: [...devices] }) });

/** Promises that the devices of some will be told. */
export function promisePush(notices: readonly string[], ctx: Context): void {
  for (let from = 0; from < notices.length; from += NOTICES_A_JOB)
    ctx.enqueue(push, { notices: notices.slice(from, from + NOTICES_A_JOB) });
}

function byDevice(pushes: readonly Pushed[]): Map<string, Pushed[]> {
  const devices = new Map<string, Pushed[]>();
  for (const pushed of pushes) devices.set(pushed.deviceId, [...(devices.get(pushed.deviceId) ?? []), pushed]);
  return devices;
}

/** A service that is slow holds its own messages only: the others go on beside it. */
async function sendAll(devices: (readonly Pushed[])[], tell: (own: readonly Pushed[]) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  const tellNext = async (): Promise<void> => {
    for (let own = devices.shift(); own; own = devices.shift())
      await tell(own).catch((cause: unknown) => failures.push(cause));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tellNext));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} browser(s) were not told`);
}

/** Tells one browser everything that is for it, until its push service fails. */
async function tellDevice(
  own: readonly Pushed[],
  send: (pushed: Pushed) => Promise<Sent>,
  ctx: Outside,
): Promise<void> {
  for (const [at, pushed] of own.entries()) {
    const { deviceId, endpoint } = pushed;
    const sent = await send(pushed).catch((err: unknown) => {
      ctx.log.warn({ host: new URL(endpoint).host, err }, 'a push service did not take a message; it is asked later');
      return 'failed' as const;
    });
    if (sent === 'gone') return ctx.work((work) => forgetDevice(pushed, work));
    const left = own.slice(at).map(({ noticeId }) => noticeId);
    if (sent === 'failed') return ctx.work((work) => setAside(deviceId, left, work));
    await ctx.work((work) => finishPush(pushed, work));
  }
}

async function sendOne(pushed: Pushed, message: PushMessage, sender: PushSender, ctx: Outside): Promise<Sent> {
  const sent = await sendPush(pushed, message, sender);
  if (sent === 'refused') ctx.log.warn({ host: new URL(pushed.endpoint).host }, 'a push service refused a message');
  return sent;
}

function messageOf(pushed: Pushed, says: Context['notices'], { school }: Outside): PushMessage {
  const { noticeId, notice, author, room, roomId, classroomId, seq, threadRoot, text } = pushed;
  const place = seq === null ? '' : `?${threadRoot ? `thread=${threadRoot}&` : ''}at=${seq}`;
  return {
    title: sentence(says[notice]?.says ?? school.title, author, room),
    body: text === null ? school.title : plainOf(text),
    url: `/${school.slug}/${classroomId}/${roomId}${place}`,
    quotes: text !== null,
    tag: noticeId,
  };
}

/** Push services demand an address at which somebody can be written to. */
function subjectOf({ deployment: { publicUrl } }: Outside): string {
  return publicUrl.startsWith('https:') ? publicUrl : `mailto:homeroom@${new URL(publicUrl).hostname}`;
}
