import { randomUUID } from 'node:crypto';
import type { LiveSchool, OpenEngine } from '../../engine/index.ts';
import type { AppRouter } from '../../plugins/index.ts';
import { backdate, type Moments } from './backdate.ts';
import { type Api, addPeople, type DemoPerson } from './demo-people.ts';
import { type DemoClassroom, type DemoLine, type DemoRoom, type DemoSchool, demoEmail } from './demo-school.ts';
import { elmgrove } from './elmgrove.ts';
import { oakwood } from './oakwood.ts';
import { schoolTime } from './school-time.ts';

export const DEMO_SCHOOLS: readonly DemoSchool[] = [oakwood, elmgrove];

/** One school while it is filled. */
interface Stage {
  readonly opened: Pick<OpenEngine, 'base' | 'database'>;
  readonly school: LiveSchool;
  readonly demo: DemoSchool;
  readonly people: ReadonlyMap<string, DemoPerson>;
  readonly now: Date;
}

/**
 * Fills the demo schools that are open, if nobody is in the database yet: people, classes, rooms and a week of lessons,
 * asked for through the API as people ask, then moved back in time. Answers whether it did.
 */
export async function seedDemo(opened: Stage['opened'], router: AppRouter, now = new Date()): Promise<boolean> {
  const { rows } = await opened.database.system.query('select 1 from person limit 1');
  if (rows.length > 0) return false;
  for (const demo of DEMO_SCHOOLS) {
    const school = opened.base.engine.schools.bySlug(demo.slug);
    if (!school) continue;
    const people = await addPeople(opened, router, school, demo);
    for (const classroom of demo.classrooms) await fillClassroom({ opened, school, demo, people, now }, classroom);
  }
  return true;
}

/** The demo schools that are open and still have their people. */
export async function demoSchoolsIn({ base, database }: Stage['opened']): Promise<DemoSchool[]> {
  const { rows } = await database.system.query<{ email: string }>(
    'select email from person where email = any($1) and account_id is not null and left_at is null',
    [DEMO_SCHOOLS.flatMap((demo) => Object.keys(demo.people).map((person) => demoEmail(demo, person)))],
  );
  const there = new Set(rows.map(({ email }) => email));
  return DEMO_SCHOOLS.filter(
    (demo) =>
      base.engine.schools.bySlug(demo.slug) &&
      Object.keys(demo.people).every((person) => there.has(demoEmail(demo, person))),
  );
}

const by = ({ people, demo }: Stage, key: string): DemoPerson => {
  const person = people.get(key);
  if (!person) throw new Error(`the demo of ${demo.slug} has nobody called ${key}`);
  return person;
};

async function fillClassroom(stage: Stage, { title, teacher, roster, rooms }: DemoClassroom): Promise<void> {
  const { api } = by(stage, teacher);
  const { id: classroomId } = await api.classrooms.create({ title });
  for (const [key, role] of Object.entries(roster)) {
    await api.classrooms.enrol({ classroomId, personId: by(stage, key).id, role });
  }
  for (const room of rooms) {
    const roomId = await findOrOpen(api, classroomId, room);
    for (const key of room.people ?? []) await api.participants.add({ roomId, personId: by(stage, key).id });
    await fillRoom(stage, roomId, room);
    await askToJoin(stage, roomId, room);
  }
}

/** Where the school has join-requests. */
async function askToJoin(stage: Stage, roomId: string, { requests = {} }: DemoRoom): Promise<void> {
  if (!stage.school.plugins.has('join-requests')) return;
  for (const [key, note] of Object.entries(requests)) await by(stage, key).api.joinRequests.ask({ roomId, note });
}

async function findOrOpen(api: Api, classroomId: string, { title, entry, posting, history, everyone }: DemoRoom) {
  const there = (await api.rooms.list()).find((room) => room.classroomId === classroomId && room.title === title);
  if (there) return there.id;
  const setup = { ...(entry && { entry }), ...(posting && { posting }), ...(history && { history }) };
  return (await api.rooms.open({ classroomId, title, ...setup, ...(everyone && { everyone }) })).id;
}

async function fillRoom(stage: Stage, roomId: string, room: DemoRoom): Promise<void> {
  const named = new Map<string, string>();
  const seqs = new Map<DemoLine, number>();
  const moments: Moments = new Map();
  for (const line of room.lines) {
    const { seq, message } = await send(stage, roomId, line, named);
    seqs.set(line, seq);
    moments.set(seq, schoolTime(stage.now, line.day, line.time, stage.school.timezone));
    if (line.name) named.set(line.name, message.id);
    await react(stage, roomId, message.id, line);
  }
  await backdate(stage.opened.database, stage.school.id, roomId, moments);
  await markSeen(stage, roomId, room, seqs);
  await markThreadsSeen(stage, roomId, named, seqs);
}

/** People have seen what they wrote or reacted to, and all before it. */
async function markSeen(stage: Stage, roomId: string, { readBy = [] }: DemoRoom, seqs: ReadonlyMap<DemoLine, number>) {
  const seen = new Map<string, number>();
  for (const [line, seq] of seqs) {
    for (const key of [line.by, ...Object.values(line.reactions ?? {}).flat()]) seen.set(key, seq);
  }
  for (const key of readBy) seen.set(key, Math.max(...seqs.values()));
  for (const [key, seq] of seen) await by(stage, key).api.rooms.see({ roomId, seq });
}

/** Whoever wrote in a thread has read it to its end. */
async function markThreadsSeen(
  stage: Stage,
  roomId: string,
  named: ReadonlyMap<string, string>,
  seqs: ReadonlyMap<DemoLine, number>,
): Promise<void> {
  for (const [name, rootId] of named) {
    const replies = [...seqs].filter(([line]) => line.thread === name);
    const seq = Math.max(0, ...replies.map(([, each]) => each));
    const authors = new Set(replies.map(([line]) => line.by));
    for (const key of authors) await by(stage, key).api.messages.seeThread({ roomId, rootId, seq });
  }
}

function send(stage: Stage, roomId: string, line: DemoLine, named: Map<string, string>) {
  const { by: key, text, quotes, thread } = line;
  const replyTo = quotes && named.get(quotes);
  const threadRoot = thread && named.get(thread);
  const mentions = mentionsOf(stage, line);
  const carried = {
    ...(replyTo && { replyTo }),
    ...(threadRoot && { threadRoot }),
    ...(mentions && { with: { mentions } }),
  };
  return by(stage, key).api.messages.send({ roomId, clientId: randomUUID(), text, ...carried });
}

/** Where the school has mentions. */
function mentionsOf({ school, demo, people }: Stage, { text, mentions }: DemoLine) {
  if (!mentions || !school.plugins.has('mentions')) return undefined;
  return mentions.map((key) => {
    const written = `@${demo.people[key]?.name}`;
    const from = text.indexOf(written);
    return { from, to: from + written.length, person: people.get(key)?.id };
  });
}

/** Where the school has reactions. */
async function react(stage: Stage, roomId: string, messageId: string, { reactions = {} }: DemoLine): Promise<void> {
  if (!stage.school.plugins.has('reactions')) return;
  for (const [emoji, keys] of Object.entries(reactions)) {
    for (const key of keys) await by(stage, key).api.reactions.add({ roomId, messageId, emoji });
  }
}
