import { z } from 'zod';
import type { LongJob, OutsideContext } from '../../../engine/index.ts';
import type { notifications } from '../contract.ts';
import type { Context } from '../reads.ts';
import { sentence } from '../sentence.ts';
import {
  areUnderWay,
  claimPushes,
  finishPush,
  forgetDevice,
  type Pushed,
  releasePush,
  sessionsOf,
  UNDER_WAY_SECONDS,
} from './push-rows.ts';
import { publicReach, type Reach } from './reach.ts';
import { type PushMessage, type PushSender, sendPush } from './send-push.ts';
import { vapidKeys } from './vapid-keys.ts';

type Outside = OutsideContext<typeof notifications>;

/** So many notices are one job's, and so many browsers are spoken to at once. */
const NOTICES_A_JOB = 100;
const AT_ONCE = 20;

const Payload = z.strictObject({ notices: z.array(z.uuid()).max(NOTICES_A_JOB) });

/**
 * Pushes notices to the browsers of those whom they concern. Each is marked as pushed once its push service has it; until then
 * nobody else pushes it, and should the process die, the next one does. What could not be handed over is tried again with the
 * job, and nothing else.
 */
export const pushJob = (reach: Reach): LongJob<typeof notifications, typeof Payload> => ({
  name: 'push',
  payload: Payload,
  async runLong({ notices }, ctx) {
    const open = await ctx.stillOpen(await ctx.work((work) => sessionsOf(notices, work)));
    const [pushes, says] = await ctx.work(async (work) => {
      if (await areUnderWay(notices, work)) work.enqueue(push, { notices }, { delayMs: UNDER_WAY_SECONDS * 1_000 });
      return [await claimPushes(notices, [...open], work), work.notices] as const;
    });
    if (pushes.length === 0) return;
    const sender = { keys: await vapidKeys(ctx.deployment), subject: subjectOf(ctx), reach };
    const failures = await sendAll(pushes, (pushed) => sendOne(pushed, messageOf(pushed, says, ctx), sender, ctx));
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} push message(s) were not sent`);
  },
});

export const push = pushJob(publicReach);

/** Promises that the devices of some will be told. */
export function promisePush(notices: readonly string[], ctx: Context): void {
  for (let from = 0; from < notices.length; from += NOTICES_A_JOB)
    ctx.enqueue(push, { notices: notices.slice(from, from + NOTICES_A_JOB) });
}

/** A service that is slow holds its own message only: the others go on beside it. */
async function sendAll(pushes: readonly Pushed[], send: (pushed: Pushed) => Promise<void>): Promise<unknown[]> {
  const failures: unknown[] = [];
  const left = [...pushes];
  const sendNext = async (): Promise<void> => {
    for (let pushed = left.shift(); pushed; pushed = left.shift())
      await send(pushed).catch((cause: unknown) => failures.push(cause));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  return failures;
}

async function sendOne(pushed: Pushed, message: PushMessage, sender: PushSender, ctx: Outside): Promise<void> {
  try {
    const sent = await sendPush(pushed, message, sender);
    if (sent === 'gone') await ctx.work((work) => forgetDevice(pushed, work));
    else await ctx.work((work) => finishPush(pushed, work));
    if (sent === 'refused') ctx.log.warn({ host: new URL(pushed.endpoint).host }, 'a push service refused a message');
  } catch (cause) {
    await ctx.work((work) => releasePush(pushed, work));
    throw cause;
  }
}

function messageOf(pushed: Pushed, says: Context['notices'], { school }: Outside): PushMessage {
  const { noticeId, notice, author, room, roomId, classroomId, seq, threadRoot, text } = pushed;
  const place = threadRoot ? `?thread=${threadRoot}` : seq === null ? '' : `?at=${seq}`;
  return {
    title: sentence(says[notice]?.says ?? school.title, author, room),
    body: text?.replace(/\s+/g, ' ') ?? school.title,
    url: `/${school.slug}/${classroomId}/${roomId}${place}`,
    tag: noticeId,
  };
}

/** Push services demand an address at which somebody can be written to. */
function subjectOf({ deployment: { publicUrl } }: Outside): string {
  return publicUrl.startsWith('https:') ? publicUrl : `mailto:homeroom@${new URL(publicUrl).hostname}`;
}
