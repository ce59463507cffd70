import { json, run, sql, uuid } from '../../engine/index.ts';
import type { Presence } from './contract.ts';
import type { Context } from './refresh.ts';

/** So many people go into one event: a school that comes back at once must not fill a frame. */
const AT_ONCE = 100;

/** Tells every room what the people in it are now: one event for all of them. */
export async function tellRooms(people: readonly Presence[], ctx: Context): Promise<void> {
  if (people.length === 0) return;
  const byId = new Map(people.map((one) => [one.personId, one]));
  const rooms = await run(
    ctx.em,
    sql({
      room: uuid,
      people: json<string[]>(),
    })`select r.id room, jsonb_agg(p.person_id) people from participant p join room r on r.id = p.room_id
     where p.person_id = any(${[...byId.keys()]}::uuid[]) and ${ctx.seesRoom} group by r.id`,
  );
  for (const { room, people: there } of rooms) {
    const shown = there.flatMap((id) => byId.get(id) ?? []);
    for (let start = 0; start < shown.length; start += AT_ONCE)
      ctx.publish('changed', room, { people: shown.slice(start, start + AT_ONCE) });
  }
}
