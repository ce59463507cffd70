import { type EntityManager, type PluginContext, run, sql, uuid } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';

type Context = PluginContext<typeof privateThreads>;

/** Has the devices of some people read again how their conversations stand. */
export function tellPeople(people: Iterable<string>, ctx: Pick<Context, 'tell'>): void {
  for (const personId of new Set(people)) ctx.tell('changed', personId, {});
}

/** Everyone a rule of a class can concern: those on its roster, and whoever supervises in it. */
export async function peopleOfClass(em: EntityManager, classroomId: string): Promise<string[]> {
  const rows = await run(
    em,
    sql({ person_id: uuid })`select person_id from enrolment where classroom_id = ${classroomId} and ended_at is null
     union select p.person_id from room r join participant p on p.room_id = r.id and p.left_at is null
     where r.classroom_id = ${classroomId}`,
  );
  return rows.map(({ person_id }) => person_id);
}
