import { type HeardEvent, run, sql, uuid } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { tellCounts } from './count.ts';
import type { Context } from './reads.ts';

type Event<
  E extends
    | 'message.deleted'
    | 'message.edited'
    | 'participant.left'
    | 'participant.joined'
    | 'room.deleted'
    | 'room.restored',
> = HeardEvent<typeof notifications, E>;

/** A deleted message is no news: its notices go, and with them their part of the count. */
export async function forgetMessage({ payload }: Event<'message.deleted'>, ctx: Context): Promise<void> {
  const gone = await run(
    ctx.em,
    sql({ person_id: uuid })`delete from notifications where message_id = ${payload.id}::uuid returning person_id`,
  );
  tellCounts(
    gone.map(({ person_id }) => person_id),
    ctx,
  );
}

/** A list that is open is read through the message: it reads itself anew. */
export async function followEdit({ payload }: Event<'message.edited'>, ctx: Context): Promise<void> {
  const rows = await run(
    ctx.em,
    sql({
      person_id: uuid,
    })`select distinct person_id from notifications where message_id = ${payload.id}::uuid and taken_back_at is null`,
  );
  tellCounts(
    rows.map(({ person_id }) => person_id),
    ctx,
  );
}

/** Who has left sees what was said there no more; the rows wait for their return. */
export const followLeft = ({ roomId, payload }: Event<'participant.left'>, ctx: Context): Promise<void> =>
  recount(roomId, payload.person, ctx);

export const followJoined = ({ roomId, payload }: Event<'participant.joined'>, ctx: Context): Promise<void> =>
  recount(roomId, payload.participant.person.id, ctx);

export const followRoom = ({ roomId }: Event<'room.deleted' | 'room.restored'>, ctx: Context): Promise<void> =>
  recount(roomId, null, ctx);

/** Tells those who have something unread in a room, or one of them, how much is left of it. */
async function recount(roomId: string, personId: string | null, ctx: Context): Promise<void> {
  const rows = await run(
    ctx.em,
    sql({ person_id: uuid })`select distinct person_id from notifications
     where room_id = ${roomId} and read_at is null and person_id = coalesce(${personId}::uuid, person_id)`,
  );
  tellCounts(
    rows.map(({ person_id }) => person_id),
    ctx,
  );
}
