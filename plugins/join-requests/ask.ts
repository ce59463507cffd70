import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { bool, int4, missing, type Room, run, sql, string } from '../../engine/index.ts';
import { askAgain } from './ask-again.ts';
import { type MyRequestView, Words } from './contract.ts';
import { tellQueue } from './tell-queue.ts';
import { type AskerContext, holdGate, iso } from './waiting.ts';

export const Ask = z.strictObject({ roomId: z.uuid(), note: Words.default('') });

/** Asking and withdrawing in turn would call the hosts each time: this often a day is enough for one room. */
const ASKS_A_DAY = 5;

/** Asks to be let into a room. Who is waiting already goes on waiting: asking twice is asking once. */
export async function ask({ note }: z.output<typeof Ask>, ctx: AskerContext): Promise<MyRequestView> {
  const { room, actor } = ctx;
  if (!room) throw missing();
  await holdGate(ctx, room, [actor.id]);
  await demandGate(room, ctx);
  const [waiting] = await run(
    ctx.em,
    sql<{
      note: string;
      asked_at: string;
    }>`select note, asked_at from join_requests
      where room_id = ${room.id} and person_id = ${actor.id} and state = 'waiting'`,
  );
  if (waiting) return asWaiting(room, waiting.note, iso(waiting.asked_at));
  await demandAgain(room, ctx);
  return store(room, note, ctx);
}

async function store(room: Room, note: string, ctx: AskerContext): Promise<MyRequestView> {
  const [id, at] = [newId(), new Date()];
  await run(
    ctx.em,
    sql`insert into join_requests (id, room_id, person_id, school_id, note, state, reason, asked_at)
     values (${id}, ${room.id}, ${ctx.actor.id}, ${ctx.school.id}, ${note}, 'waiting', '', ${at})`,
  );
  ctx.publish('asked', room, { requestId: id }, { anonymous: true });
  ctx.tell('mine', ctx.actor.id, { roomId: room.id, state: 'waiting' });
  await tellQueue(ctx, [room.id]);
  return asWaiting(room, note, at.toISOString());
}

const asWaiting = ({ id, title }: Room, note: string, askedAt: string): MyRequestView => ({
  ...{ roomId: id, title, state: 'waiting', note, askedAt, reason: '', again: 'now' },
});

/** Read once the gate is held: what stood when the room was found may have changed since. */
async function demandGate({ id }: Room, ctx: AskerContext): Promise<void> {
  const [gate] = await run(
    ctx.em,
    sql({
      entry: string,
      archived: bool,
      present: bool,
    })`select r.entry, r.archived_at is not null archived, p.room_id is not null present from room r
     join enrolment e on e.classroom_id = r.classroom_id and e.person_id = ${ctx.actor.id} and e.ended_at is null
     left join participant p on p.room_id = r.id and p.person_id = e.person_id and p.left_at is null
     where r.id = ${id} and r.deleted_at is null`,
  );
  if (!gate) throw missing();
  if (gate.present) ctx.refuse('already-in');
  if (gate.archived) ctx.refuse('archived');
  if (gate.entry === 'open') ctx.refuse('no-need');
}

async function demandAgain({ id }: Room, ctx: AskerContext): Promise<void> {
  const [last] = await run(
    ctx.em,
    sql<{ state: string; answered_at: string }>`select state, answered_at from join_requests
     where room_id = ${id} and person_id = ${ctx.actor.id} and state in ('approved', 'denied')
     order by answered_at desc limit 1`,
  );
  const again = last ? askAgain({ state: last.state, answeredAt: last.answered_at }, ctx.settings) : 'now';
  if (again === 'never') ctx.refuse('not-again');
  if (again !== 'now') ctx.refuse('too-soon', { again });
  const [{ n } = { n: 0 }] = await run(
    ctx.em,
    sql({ n: int4 })`select count(*)::int n from join_requests
      where room_id = ${id} and person_id = ${ctx.actor.id} and asked_at > now() - interval '1 day'`,
  );
  if (n >= ASKS_A_DAY) ctx.refuse('too-often');
}
