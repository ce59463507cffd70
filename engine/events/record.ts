import { v7 as newId } from 'uuid';
import { Raced } from '../commands/raced.ts';
import type { AwaitsNumber, Recorded, UnitOfWork } from '../commands/unit-of-work.ts';
import { bool, int8 } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { Announcement } from './announcement.ts';

export interface Numbered {
  readonly events: readonly Announcement[];
  /** Newest sequence of each room touched. */
  readonly heads: ReadonlyMap<string, number>;
  /** How many of the events something waits for after commit. */
  readonly heard: number;
}

/**
 * Gives each recorded event the next number of its room and writes it to the log. Called last before commit: the room's
 * row is locked by taking the number, so within a room number order is commit order and a reader of "after 41" is never
 * overtaken. Rooms are locked in id order: two units of work cannot wait for each other.
 */
export async function numberEvents(work: UnitOfWork): Promise<Numbered> {
  const { plugins, id: schoolId } = work.asked.school;
  const spoken = work.recorded.filter((event) => plugins.speaks(event.type));
  const rooms = [...new Set([...spoken.map((event) => event.room), ...work.rosterChanged])].sort();
  const heads = new Map<string, number>();
  const announcements: Announcement[] = [];
  const at = work.at.toISOString();
  let heard = 0;
  for (const room of rooms) {
    const events = spoken.filter((event) => event.room === room);
    const head = await takeNumbers(work, room, events.length);
    heads.set(room, head);
    if (events.length === 0) continue;
    const frames = events.map((event, place) => frameOf(event, head - events.length + place + 1, at));
    await writeLog(work, frames);
    await writeNumbers(work, events, frames);
    heard += await promiseToHearers(work, frames);
    announcements.push({ kind: 'events', schoolId, room, events: frames });
  }
  await writeJobs(work);
  return { events: announcements, heads, heard };
}

/** @throws Raced when the room was archived since it was found in use: asked again, the command is refused */
async function takeNumbers(work: UnitOfWork, room: string, count: number): Promise<number> {
  const changed = work.rosterChanged.has(room) ? 1 : 0;
  const rows = await run(
    work.em,
    sql({
      head: int8,
      archived: bool,
    })`update room set head = head + ${count}, roster = roster + ${changed} where id = ${room}
     returning head, archived_at is not null archived`,
  );
  if (!rows[0]) throw new Error(`room ${room} is not in this school`);
  if (rows[0].archived && work.inUse.has(room)) throw new Raced();
  return Number(rows[0].head);
}

const frameOf = (event: Recorded, seq: number, at: string): EventFrame => ({
  t: 'event',
  room: event.room,
  seq,
  event: event.type,
  by: event.by,
  at,
  payload: event.payload,
});

async function writeLog(work: UnitOfWork, frames: readonly EventFrame[]): Promise<void> {
  await run(
    work.em,
    sql`insert into room_event (room_id, seq, school_id, type, by_person, by_plugin, at, payload)
     select (e->>'room')::uuid, (e->>'seq')::bigint, ${work.asked.school.id}::uuid,
       e->>'event', (e->'by'->>'person')::uuid, e->'by'->>'plugin',
            (e->>'at')::timestamptz, e->'payload'
     from jsonb_array_elements(${JSON.stringify(frames)}::jsonb) e`,
  );
}

async function writeNumbers(
  work: UnitOfWork,
  events: readonly Recorded[],
  frames: readonly EventFrame[],
): Promise<void> {
  const waiting = new Map<AwaitsNumber<never>['write'], { of: never; seq: number }[]>();
  for (const [place, { numbered }] of events.entries()) {
    if (!numbered) continue;
    const alike = waiting.get(numbered.write) ?? [];
    waiting.set(numbered.write, alike);
    alike.push({ of: numbered.of as never, seq: frames[place]?.seq ?? 0 });
  }
  for (const [write, numbered] of waiting) await write(work, numbered);
}

async function promiseToHearers(work: UnitOfWork, frames: readonly EventFrame[]): Promise<number> {
  const heard = frames.filter(({ event, payload }) => work.asked.school.plugins.hears(event, payload) !== false);
  if (heard.length === 0) return 0;
  const rows = heard.map(({ room, seq, by }) => ({
    id: newId(),
    room,
    seq,
    plugin: 'plugin' in by ? by.plugin : null,
  }));
  await run(
    work.em,
    sql`insert into outbox (id, school_id, kind, room_id, seq, by_plugin, created_at)
     select (r->>'id')::uuid, ${work.asked.school.id}::uuid, 'after', (r->>'room')::uuid, (r->>'seq')::bigint,
       r->>'plugin', now()
     from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) r`,
  );
  return heard.length;
}

async function writeJobs(work: UnitOfWork): Promise<void> {
  if (work.jobs.length === 0) return;
  await run(
    work.em,
    sql`insert into outbox (id, school_id, kind, payload, by_plugin, due_at, created_at)
     select (j->>'id')::uuid, ${work.asked.school.id}::uuid,
       j->>'kind', j->'payload', j->>'byPlugin', (j->>'dueAt')::timestamptz, now()
     from jsonb_array_elements(${JSON.stringify(work.jobs)}::jsonb) j`,
  );
}
