import { z } from 'zod';
import { run, sql } from '../../engine/index.ts';
import { askAgain } from './ask-again.ts';
import { joinRequests, type MyRequestView, type QueueView, type State, type WaitingView } from './contract.ts';
import { type AskerContext, type HostContext, iso, waits } from './waiting.ts';

export const List = z.strictObject({ roomId: z.uuid() });

/** Who waits in a room, the longest first. @throws `not-allowed` */
export async function listWaiting(ctx: HostContext): Promise<WaitingView[]> {
  if (!ctx.can('answer')) ctx.refuse('not-allowed');
  const rows = await run(
    ctx.em,
    sql<{
      id: string;
      name: string;
      note: string;
      asked_at: string;
    }>`select q.id, a.name, q.note, q.asked_at from join_requests q
     join room r on r.id = q.room_id join person a on a.id = q.person_id
     where q.room_id = ${ctx.room.id} and ${waits(ctx)} order by q.asked_at, q.id`,
  );
  return rows.map(({ asked_at, ...row }) => ({ ...row, askedAt: iso(asked_at) }));
}

/** Every room whose requests the asker answers and where somebody waits. */
export function readQueues(ctx: AskerContext): Promise<QueueView[]> {
  return run(
    ctx.em,
    sql<QueueView>`select r.id "roomId", r.classroom_id "classroomId", r.title, count(*)::int waiting
     from participant p join room r on r.id = p.room_id join join_requests q on q.room_id = r.id
     where p.person_id = ${ctx.actor.id} and p.left_at is null
       and p.role = any(${joinRequests.permissions.answer}::text[]) and ${waits(ctx)}
     group by r.id order by r.created_at, r.id`,
  );
}

interface Row {
  readonly room_id: string;
  readonly title: string;
  readonly state: State;
  readonly really: boolean;
  readonly note: string;
  readonly reason: string;
  readonly asked_at: string;
  readonly denied_at: string | null;
}

/** The asker's last request for each room of their classes that they are not in, with when they may ask again. */
export async function readMine(ctx: AskerContext): Promise<MyRequestView[]> {
  const rows = await run(
    ctx.em,
    sql<Row>`select distinct on (q.room_id) q.room_id, r.title, q.state, ${waits(ctx)} really, q.note, q.reason,
       q.asked_at, (
         select case l.state when 'denied' then l.answered_at end from join_requests l
         where l.room_id = q.room_id and l.person_id = q.person_id and l.state in ('approved', 'denied')
         order by l.answered_at desc limit 1) denied_at
     from join_requests q join room r on r.id = q.room_id and r.deleted_at is null
     join enrolment o on o.classroom_id = r.classroom_id and o.person_id = q.person_id and o.ended_at is null
     left join participant p on p.room_id = r.id and p.person_id = q.person_id and p.left_at is null
     where q.person_id = ${ctx.actor.id} and p.room_id is null order by q.room_id, q.asked_at desc, q.id desc`,
  );
  return rows.map((row) => asView(row, ctx));
}

const asView = ({ room_id, asked_at, ...row }: Row, { settings }: AskerContext): MyRequestView => ({
  roomId: room_id,
  title: row.title,
  state: row.state === 'waiting' && !row.really ? 'ended' : row.state,
  note: row.note,
  reason: row.reason,
  askedAt: iso(asked_at),
  again: row.denied_at ? askAgain({ state: 'denied', answeredAt: row.denied_at }, settings) : 'now',
});
