import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { type ActorContext, run, sql, text, uuid } from '../../../engine/index.ts';
import type { Notifications } from '../state.ts';
import { publicReach } from './reach.ts';

type Context = ActorContext<Notifications>;

/** More browsers than this nobody has: the one added first goes. */
const MOST_DEVICES = 10;

const Endpoint = z.url().max(2_048);
/** Bytes in base64url: an uncompressed point of a curve, and a secret. */
const POINT = /^B[\w-]{86}=?$/;
const SECRET = /^[\w-]{22}(==)?$/;

export const OfDevice = z.strictObject({ endpoint: Endpoint });
export const Device = z.strictObject({
  endpoint: Endpoint,
  p256dh: z.string().regex(POINT),
  auth: z.string().regex(SECRET),
});

/** The key by which a browser knows that messages come from here. */
export const pushKey = async ({ state }: Context): Promise<{ key: string }> => ({
  key: (await state.vapidKeys()).publicKey,
});

/**
 * Has the asker told at this browser when no page of it is on the screen, for as long as their session there lasts. A
 * browser belongs to whoever said so last.
 */
export async function addDevice(
  { endpoint, p256dh, auth }: z.output<typeof Device>,
  ctx: Context,
): Promise<{ id: string }> {
  if (!publicReach.permits(new URL(endpoint))) ctx.refuse('no-push-service');
  const [kept] = await run(
    ctx.em,
    sql({
      id: uuid,
    })`insert into notifications_device (id, school_id, person_id, session, endpoint, p256dh, auth, added_at)
     values (${newId()}, ${ctx.school.id}, ${ctx.actor.id}, ${ctx.session ?? ''}, ${endpoint}, ${p256dh}, ${auth},
       now())
     on conflict (school_id, endpoint) do update set id = excluded.id, person_id = excluded.person_id,
       session = excluded.session, p256dh = excluded.p256dh, auth = excluded.auth, added_at = excluded.added_at
     returning id`,
  );
  await run(
    ctx.em,
    sql`delete from notifications_device where id in (
       select id from notifications_device where person_id = ${ctx.actor.id}
       order by added_at desc offset ${text(MOST_DEVICES)})`,
  );
  return kept as { id: string };
}

/** A page of a browser is open: whether that is one at which the asker is told. It is by this session from now on. */
export async function meetDevice(
  { endpoint }: z.output<typeof OfDevice>,
  ctx: Context,
): Promise<{ id: string | null }> {
  const [met] = await run(
    ctx.em,
    sql({ id: uuid })`update notifications_device set session = ${ctx.session ?? ''}
      where endpoint = ${endpoint} and person_id = ${ctx.actor.id} returning id`,
  );
  return { id: met?.id ?? null };
}

export async function removeDevice(
  { endpoint }: z.output<typeof OfDevice>,
  ctx: Context,
): Promise<Record<string, never>> {
  await run(ctx.em, sql`delete from notifications_device where endpoint = ${endpoint} and person_id = ${ctx.actor.id}`);
  return {};
}
