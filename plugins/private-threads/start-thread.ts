import { z } from 'zod';
import { bool, findMessage, int4, missing, type RoomContext, run, sql, string, uuid } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';
import { tellPeople } from './tell.ts';
import { closedBy, stateColumns } from './thread-state.ts';

type Context = RoomContext<typeof privateThreads>;

export const Start = z.strictObject({ roomId: z.uuid(), personId: z.uuid(), replyTo: z.uuid().optional() });
export type Start = z.output<typeof Start>;

/**
 * Answers the conversation of the asker and another person of a room, and makes it when there is none yet. `replyTo`, a
 * message of the room, then stands quoted on top. Twice, or both at once, is one conversation.
 * @throws DomainError `missing` for anybody who is not in the room with the asker, themselves included
 */
export async function startThread({ personId, replyTo }: Start, ctx: Context): Promise<{ roomId: string }> {
  const pair = await findPair(personId, ctx);
  const about = replyTo ? await findMessage(ctx.em, ctx, replyTo) : null;
  const known = await findThread(pair, ctx);
  if (known && !about) return { roomId: known };
  const closed = closedBy({ ...pair, archived: ctx.room.archivedAt != null });
  if (closed) ctx.refuse(closed);
  if (about?.deletedAt != null) ctx.refuse('gone');
  const roomId = known ?? (await openThread(pair, ctx));
  if (about) await putOnTop(roomId, about.id, pair, ctx);
  return { roomId };
}

interface Pair {
  readonly low: string;
  readonly high: string;
  readonly names: readonly string[];
  readonly here: boolean;
  readonly there: number;
  readonly otherId: string;
}

/** Both are held in the room until the commit: neither leaves it meanwhile, and two who start at once wait for each other. */
async function findPair(personId: string, { em, actor, room, settings }: Context): Promise<Pair> {
  const ids = [actor.id, personId].sort() as [string, string];
  const held = await run(
    em,
    sql`select 1 from participant where room_id = ${room.id} and person_id = any(${ids}::uuid[]) and left_at is null
      order by person_id for no key update`,
  );
  if (room.kind !== 'class' || actor.id === personId || held.length < 2) throw missing();
  const rows = await run(
    em,
    sql({
      name: string,
      other_name: string,
      archived: bool,
      here: bool,
      there: int4,
      back: int4,
    })`select me.name, other.name other_name, ${stateColumns(settings)}
     from room parent join person me on me.id = ${actor.id}::uuid join person other on other.id = ${personId}::uuid
     where parent.id = ${room.id}::uuid`,
  );
  const row = rows[0];
  if (!row?.here) throw missing();
  return {
    low: ids[0],
    high: ids[1],
    names: [row.name, row.other_name],
    here: row.here,
    there: row.there,
    otherId: personId,
  };
}

async function findThread({ low, high }: Pair, { em, room }: Context): Promise<string | undefined> {
  const rows = await run(
    em,
    sql({
      room_id: uuid,
    })`select room_id from private_threads where parent_id = ${room.id} and low_id = ${low} and high_id = ${high}`,
  );
  return rows[0]?.room_id;
}

async function openThread({ low, high, names }: Pair, ctx: Context): Promise<string> {
  const { id } = await ctx.engine.run('room.open', {
    classroomId: ctx.room.classroomId,
    parentId: ctx.room.id,
    kind: 'private-thread',
    title: names.map(shortened).join(' · '),
    topic: '',
    entry: 'on-request',
    posting: 'discussion',
    // Of what comes before somebody is let in to supervise, nothing is quoted or edited in their hearing.
    history: 'from-join',
    everyone: false,
    people: [low, high].map((personId) => ({ personId, role: 'member' })),
  });
  await run(
    ctx.em,
    sql`insert into private_threads (room_id, school_id, parent_id, low_id, high_id, started_by, started_at)
     values (${id}, ${ctx.school.id}, ${ctx.room.id}, ${low}, ${high}, ${ctx.actor.id}, now())`,
  );
  return id;
}

/** A title holds 80 characters, and each reader sees the other's name instead of it. */
const shortened = (name: string): string => Array.from(name).slice(0, 38).join('').trim();

async function putOnTop(roomId: string, messageId: string, { low, high }: Pair, ctx: Context): Promise<void> {
  await run(
    ctx.em,
    sql`update private_threads set about_id = ${messageId}, about_by = ${ctx.actor.id} where room_id = ${roomId}`,
  );
  tellPeople([low, high], ctx);
}
