import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { type RunningEngine, signToken } from '../../engine/index.ts';
import type { BenchPerson } from './load.ts';

/**
 * A class of `rooms` × `perRoom` people with sessions, each in one room. Written straight to the tables: hashing that many
 * passwords and enrolling them one by one would take longer than the benchmark.
 */
export async function seedPeople(
  { database, engine }: RunningEngine,
  secret: string,
  rooms: number,
  perRoom: number,
): Promise<BenchPerson[]> {
  const school = engine.schools.all()[0];
  if (!school) throw new Error('the benchmark has no school');
  const people = Array.from({ length: rooms * perRoom }, (_, place) => ({
    id: newId(),
    session: newId(),
    token: randomBytes(24).toString('base64url'),
    room: Math.floor(place / perRoom),
    email: `p${place}@bench.example`,
    name: `Person ${place}`,
  }));
  const roomIds = Array.from({ length: rooms }, () => newId());
  const classroom = newId();
  const json = JSON.stringify(people.map((person) => ({ ...person, roomId: roomIds[person.room] })));
  const { system } = database;
  const P =
    'jsonb_to_recordset($1::jsonb) as x(id uuid, session text, token text, email text, name text, "roomId" uuid)';
  await system.query(
    `insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt") select id::text, name, email, true, now(), now() from ${P}`,
    [json],
  );
  await system.query(
    `insert into auth.session (id, token, "userId", "expiresAt", "createdAt", "updatedAt") select session, token, id::text, now() + interval '14 days', now(), now() from ${P}`,
    [json],
  );
  await system.query(
    `insert into person (id, school_id, account_id, email, name, search_key, role, created_at, last_seen_at)
     select id, $2, id::text, email, name, ' ' || lower(name), 'student', now(), now() from ${P}`,
    [json, school.id],
  );
  await system.query(
    'insert into classroom (id, school_id, title, created_by, created_at) values ($1, $2, $3, $4, now())',
    [classroom, school.id, 'Bench', people[0]?.id],
  );
  await system.query(
    `insert into room (id, school_id, classroom_id, kind, title, entry, posting, history, everyone, head, roster, created_by, created_at)
     select id, $2, $3, 'class', 'Room', 'open', 'discussion', 'all', false, 0, 0, $4, now() from unnest($1::uuid[]) id`,
    [roomIds, school.id, classroom, people[0]?.id],
  );
  await system.query(
    `insert into participant (room_id, person_id, school_id, role, joined_at, seen, visible_from) select "roomId", id, $2, 'member', now(), 0, 0 from ${P}`,
    [json, school.id],
  );
  await system.query('analyze');
  return people.map(({ token, room }) => ({ token: signToken(token, secret), room: roomIds[room] as string }));
}
