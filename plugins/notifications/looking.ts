import { z } from 'zod';
import { type ActorContext, findMessage, type RoomContext, run, type Sql, sql } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { tellCounts } from './count.ts';
import type { Context } from './reads.ts';

export const Look = z.strictObject({
  roomId: z.uuid(),
  /** A thread's root, of whoever looks at its thread. */
  threadRoot: z.uuid().optional(),
  looking: z.boolean(),
});

/** A page of one of the asker's browsers that are pushed to. */
export const LookAtPage = z.strictObject({ deviceId: z.uuid(), looking: z.boolean() });

type Nothing = Record<string, never>;

/** A page has a room on the screen, or a thread of one, or has it no longer. */
export async function look(
  { roomId, threadRoot, looking }: z.output<typeof Look>,
  ctx: RoomContext<typeof notifications>,
): Promise<Nothing> {
  if (threadRoot) await findMessage(ctx.em, ctx, threadRoot);
  return note(threadRoot ?? roomId, looking, ctx);
}

/** A page is on the screen, or no longer, of a browser that need not be pushed to meanwhile. */
export const lookAtPage = (
  { deviceId, looking }: z.output<typeof LookAtPage>,
  ctx: ActorContext<typeof notifications>,
): Promise<Nothing> => note(deviceId, looking, ctx);

/** A page is known by its socket: over HTTP there is none, and nothing to note. */
async function note(place: string, looking: boolean, ctx: ActorContext<typeof notifications>): Promise<Nothing> {
  if (!ctx.connection) return {};
  if (looking)
    await run(
      ctx.em,
      sql`insert into notifications_looking (connection_id, place_id, person_id, school_id, since)
       values (${ctx.connection}, ${place}, ${ctx.actor.id}, ${ctx.school.id}, now()) on conflict do nothing`,
    );
  else
    await run(
      ctx.em,
      sql`delete from notifications_looking where connection_id = ${ctx.connection} and place_id = ${place}`,
    );
  return {};
}

/** SQL: whether somebody looks at the place, on any of their devices. */
export const looksAt = (person: Sql, place: Sql): Sql => sql`exists (
  select from notifications_looking l join connection s on s.id = l.connection_id
  where l.person_id = ${person} and l.place_id = ${place})`;

/**
 * Sockets of these people came or went: those that came are told how many notices are new, also of what came before they
 * were known, and what gone ones looked at goes too. One may look before it is in the table, so the youngest are left alone.
 */
export async function followConnections(people: readonly string[], ctx: Context): Promise<void> {
  await run(
    ctx.em,
    sql`delete from notifications_looking l
       where l.person_id = any(${people}::uuid[]) and l.since < now() - interval '1 minute'
       and not exists (select from connection s where s.id = l.connection_id)`,
  );
  tellCounts(people, ctx);
}
