import { v7 as newId } from 'uuid';
import { z } from 'zod';
import {
  type ActorContext,
  type ClassRole,
  demandInUse,
  json,
  missing,
  type RoomContext,
  run,
  sql,
} from '../../engine/index.ts';
import {
  DIRECTIONS,
  MODES,
  type Mode,
  Narrowing,
  type PlaceRules,
  type privateThreads,
  type Rules,
} from './contract.ts';
import { peopleOfClass, tellPeople } from './tell.ts';

type Context = ActorContext<typeof privateThreads>;
type InRoom = RoomContext<typeof privateThreads>;

export const OfClass = z.strictObject({ classroomId: z.uuid() });
export const NarrowClass = z.strictObject({ classroomId: z.uuid(), rules: Narrowing });
export const NarrowRoom = z.strictObject({ roomId: z.uuid(), rules: Narrowing });

/** The rules of a class, for whoever runs it. @throws DomainError `missing` outside the class */
export async function readClassRules({ classroomId }: z.output<typeof OfClass>, ctx: Context): Promise<PlaceRules> {
  await demandRuns(classroomId, ctx);
  return { around: ctx.settings, own: await saidBy(ctx, classroomId, null) };
}

/** Narrows the rules of a class; what is laxer than the school's changes nothing. Open screens follow at once. */
export async function narrowClass(
  { classroomId, rules }: z.output<typeof NarrowClass>,
  ctx: Context,
): Promise<Record<string, never>> {
  await demandRuns(classroomId, ctx);
  return write(ctx, classroomId, null, rules);
}

/** The rules of a room, for its staff. */
export async function readRoomRules(_: unknown, ctx: InRoom): Promise<PlaceRules> {
  demandStaff(ctx);
  const ofClass = await saidBy(ctx, ctx.room.classroomId, null);
  const own = await saidBy(ctx, ctx.room.classroomId, ctx.room.id);
  return { around: strictest(ctx.settings, ofClass), own };
}

export async function narrowRoom({ rules }: z.output<typeof NarrowRoom>, ctx: InRoom): Promise<Record<string, never>> {
  demandStaff(ctx);
  demandInUse(ctx.room);
  return write(ctx, ctx.room.classroomId, ctx.room.id, rules);
}

/** Of two rules the stricter one, direction by direction. */
export function strictest(rules: Rules, narrowing: Narrowing): Rules {
  const stricter = (a: Mode, b: Mode | undefined): Mode => (b && MODES.indexOf(b) > MODES.indexOf(a) ? b : a);
  return Object.fromEntries(DIRECTIONS.map((name) => [name, stricter(rules[name], narrowing[name])])) as Rules;
}

async function demandRuns(classroomId: string, ctx: Context): Promise<void> {
  const rows = await run(
    ctx.em,
    sql<{ role: ClassRole | null }>`select e.role from classroom c
     left join enrolment e on e.classroom_id = c.id and e.person_id = ${ctx.actor.id} and e.ended_at is null
     where c.id = ${classroomId}`,
  );
  const role = rows[0] && (rows[0].role ?? (ctx.actor.schoolRole === 'admin' ? 'teacher' : null));
  if (!role) throw missing();
  if (role !== 'teacher') ctx.refuse('not-allowed');
}

function demandStaff({ actor, participant, refuse, room }: InRoom): void {
  if (room.kind !== 'class') throw missing();
  const runs = participant.role === 'host' || participant.role === 'moderator';
  if (!runs || actor.schoolRole === 'student' || actor.schoolRole === 'guardian') refuse('not-allowed');
}

async function saidBy({ em }: Context, classroomId: string, roomId: string | null): Promise<Narrowing> {
  const rows = await run(
    em,
    sql({ rules: json<Narrowing>() })`select rules from private_threads_policy
      where classroom_id = ${classroomId}::uuid and room_id is not distinct from ${roomId}::uuid`,
  );
  return rows[0]?.rules ?? {};
}

/** Under the class's lock: whatever is being written by the rules of before is written first. */
async function write(
  ctx: Context,
  classroomId: string,
  roomId: string | null,
  rules: Narrowing,
): Promise<Record<string, never>> {
  await run(ctx.em, sql`select 1 from classroom where id = ${classroomId} for no key update`);
  await run(
    ctx.em,
    sql`delete from private_threads_policy
      where classroom_id = ${classroomId}::uuid and room_id is not distinct from ${roomId}::uuid`,
  );
  await run(
    ctx.em,
    sql`insert into private_threads_policy (id, school_id, classroom_id, room_id, rules, changed_by, changed_at)
     values (${newId()}, ${ctx.school.id}, ${classroomId}, ${roomId}, ${JSON.stringify(rules)}::jsonb, ${ctx.actor.id},
       now())`,
  );
  tellPeople(await peopleOfClass(ctx.em, classroomId), ctx);
  return {};
}
