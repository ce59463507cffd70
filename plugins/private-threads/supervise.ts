import { v7 as newId } from 'uuid';
import { z } from 'zod';
import {
  type ActorContext,
  holdsGrant,
  int8,
  isoUtc,
  json,
  missing,
  personJson,
  type RoomContext,
  run,
  sql,
  uuid,
} from '../../engine/index.ts';
import { type privateThreads, Reason, type SupervisedThread } from './contract.ts';
import { tellPeople } from './tell.ts';

type Context = ActorContext<typeof privateThreads>;

export const Open = z.strictObject({ roomId: z.uuid(), reason: Reason });

/** The last message that was written without supervision: nothing up to it is ever opened. */
const LAST_FREE = sql`(
  select coalesce(max(m.seq), 0) from private_threads_message w join message m on m.id = w.message_id
  where w.room_id = t.room_id and not w.supervised)`;

const LAST_AT = sql`(
  select max(m.created_at) from private_threads_message w join message m on m.id = w.message_id
  where w.room_id = t.room_id and w.supervised and m.seq > ${LAST_FREE})`;

/** The conversations of a class that the asker may open. @throws DomainError `missing` without the safeguarding grant */
export async function readSupervised(
  { classroomId }: { classroomId: string },
  ctx: Context,
): Promise<SupervisedThread[]> {
  await demandGrant(ctx);
  const rows = await run(
    ctx.em,
    sql({
      view: json<SupervisedThread>(),
    })`select jsonb_build_object('roomId', t.room_id, 'parentTitle', parent.title, 'lastAt', ${isoUtc(sql`last.at`)},
       'people', (select jsonb_agg(${personJson(sql`h`)} order by h.search_key collate "C", h.id) from person h
       where h.id in (t.low_id, t.high_id)),
       'openings', (select coalesce(jsonb_agg(jsonb_build_object('person', ${personJson(sql`h`)}, 'reason', o.reason,
           'openedAt', ${isoUtc(sql`o.opened_at`)}, 'closedAt', ${isoUtc(sql`o.closed_at`)})
           order by o.opened_at desc), '[]')
         from private_threads_opening o join person h on h.id = o.person_id where o.room_id = t.room_id)) view
     from private_threads t
     join room parent on parent.id = t.parent_id and parent.deleted_at is null
     cross join lateral (select ${LAST_AT} at) last
     where parent.classroom_id = ${classroomId}::uuid and last.at is not null
       and ${ctx.actor.id}::uuid not in (t.low_id, t.high_id)
     order by last.at desc, t.room_id`,
  );
  return rows.map(({ view }) => view);
}

/**
 * Opens a conversation to supervise it: writes down who, when and why, and lets the asker in as an observer of what was
 * written under supervision, from its beginning. The two are told. Opening what is open changes nothing.
 * @throws DomainError `missing` for everybody and everything else
 */
export async function openThread({ roomId, reason }: z.output<typeof Open>, ctx: Context): Promise<{ roomId: string }> {
  await demandGrant(ctx);
  const thread = await findOpenable(roomId, ctx);
  const open = await run(
    ctx.em,
    sql`select 1 from participant where room_id = ${roomId} and person_id = ${ctx.actor.id} and left_at is null`,
  );
  if (open.length > 0) return { roomId };
  await run(
    ctx.em,
    sql`insert into private_threads_opening (id, school_id, room_id, person_id, reason, visible_from, opened_at)
     values (${newId()}, ${ctx.school.id}, ${roomId}, ${ctx.actor.id}, ${reason}, ${thread.from}, ${new Date()})`,
  );
  await ctx.engine.run('participant.admit', {
    roomId,
    personId: ctx.actor.id,
    role: 'observer',
    visibleFrom: thread.from,
  });
  tellPeople(thread.pair, ctx);
  return { roomId };
}

/**
 * Closes what the asker opened: they leave, and the two are told. It does what `followMove` does when a supervisor leaves by
 * the room's menu, since a plugin does not hear what it causes.
 * @throws DomainError `missing` where the asker supervises nothing
 */
export async function closeThread(ctx: RoomContext<typeof privateThreads>): Promise<Record<string, never>> {
  const pairs = await run(
    ctx.em,
    sql({ low_id: uuid, high_id: uuid })`select low_id, high_id from private_threads
      where room_id = ${ctx.room.id} and ${ctx.actor.id} not in (low_id, high_id)`,
  );
  const [pair] = pairs;
  if (!pair) throw missing();
  await ctx.engine.run('participant.leave', { roomId: ctx.room.id });
  await endOpening(ctx.room.id, ctx.actor.id, new Date(), ctx);
  tellPeople([pair.low_id, pair.high_id], ctx);
  return {};
}

/** A supervisor who leaves has closed what they opened until then. */
export async function endOpening(
  roomId: string,
  personId: string,
  at: Date | string,
  { em }: Pick<Context, 'em'>,
): Promise<void> {
  await run(
    em,
    sql`update private_threads_opening set closed_at = ${at}
      where room_id = ${roomId} and person_id = ${personId} and closed_at is null and opened_at <= ${at}`,
  );
}

interface Openable {
  readonly from: number;
  readonly pair: readonly [string, string];
}

/** The room is held: what is written now is written before it is opened, or after, and then ends what was opened. */
async function findOpenable(roomId: string, { em, actor }: Context): Promise<Openable> {
  await run(em, sql`select 1 from room where id = ${roomId} for no key update`);
  const rows = await run(
    em,
    sql({ from: int8, low_id: uuid, high_id: uuid })`select ${LAST_FREE} "from", t.low_id, t.high_id
     from private_threads t join room parent on parent.id = t.parent_id and parent.deleted_at is null
     where t.room_id = ${roomId}::uuid and ${LAST_AT} is not null and ${actor.id}::uuid not in (t.low_id, t.high_id)`,
  );
  const row = rows[0];
  if (!row) throw missing();
  return { from: Number(row.from), pair: [row.low_id, row.high_id] };
}

async function demandGrant({ em, actor }: Context): Promise<void> {
  if (!(await holdsGrant(em, actor.id, 'safeguarding'))) throw missing();
}
