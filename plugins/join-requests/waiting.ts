import { type ActorContext, type PluginContext, type RoomContext, run, type Sql, sql } from '../../engine/index.ts';
import type { joinRequests } from './contract.ts';

export type Context = PluginContext<typeof joinRequests>;
export type AskerContext = ActorContext<typeof joinRequests>;
export type HostContext = RoomContext<typeof joinRequests>;

/**
 * What really waits, as SQL over `q` (request) and `r` (its room). A request that lost its sense while the plugin was off,
 * and nobody could end it, waits no more either.
 */
export const waits = ({ settings }: Pick<Context, 'settings'>): Sql =>
  sql`(q.state = 'waiting' and q.asked_at > now() - make_interval(days => ${settings.expireAfter})
    and r.archived_at is null and r.deleted_at is null
    and exists (select 1 from enrolment e where e.classroom_id = r.classroom_id and e.person_id = q.person_id and e.ended_at is null)
    and not exists (select 1 from participant i where i.room_id = r.id and i.person_id = q.person_id and i.left_at is null))`;

/** Times come from the database as text of its own. */
export const iso = (time: string): string => new Date(time).toISOString();

/**
 * Holds the class's roster for some people, then the room, until the commit. Whoever unenrols, adds or archives takes them
 * in this order too, so none waits for the other, and what is read of them from here on stays so.
 */
export async function holdGate(
  { em }: Pick<Context, 'em'>,
  room: { readonly id: string; readonly classroomId: string },
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length > 0) {
    await run(
      em,
      sql`select 1 from enrolment where classroom_id = ${room.classroomId} and person_id = any(${personIds}::uuid[])
         and ended_at is null
       order by person_id for no key update`,
    );
  }
  await run(em, sql`select 1 from room where id = ${room.id} for no key update`);
}
