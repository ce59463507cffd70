import { randomBytes } from 'node:crypto';
import { signToken } from '../../engine/index.ts';
import { uuid } from './person.ts';
import type { Random } from './random.ts';

export type Sql = (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;

export interface SeededPerson {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'teacher' | 'student';
}

/** A class with its rooms and people, written straight to the tables: passwords would take longer than the faults. */
export interface Seeded {
  readonly schoolId: string;
  readonly classroom: string;
  readonly rooms: readonly string[];
  /** Admin of the school: takes away and gives back. */
  readonly office: SeededPerson;
  /** Host of every room. */
  readonly teacher: SeededPerson;
  /** Of the staff and in no class: supervises by a grant. */
  readonly supervisor: SeededPerson;
  /** In every room and never there. */
  readonly absent: SeededPerson;
  readonly students: readonly SeededPerson[];
}

const NAMES = ['Ana', 'Ben', 'Chidi', 'Dora', 'Emre', 'Fay', 'Goran', 'Hana', 'Ida', 'Jun'];

export async function seedClass(sql: Sql, school: string, random: Random): Promise<Seeded> {
  const somebody = (name: string, role: SeededPerson['role']): SeededPerson => ({ id: uuid(random), name, role });
  const [row] = await sql('select id from school where slug = $1', [school]);
  const seeded: Seeded = {
    schoolId: row?.id as string,
    classroom: uuid(random),
    rooms: [uuid(random), uuid(random), uuid(random)],
    office: somebody('Office', 'admin'),
    teacher: somebody('Ms Rivera', 'teacher'),
    supervisor: somebody('Mr Stone', 'teacher'),
    absent: somebody('Quentin Quiet', 'student'),
    students: NAMES.map((name) => somebody(name, 'student')),
  };
  await writePeople(sql, seeded);
  await writeRooms(sql, seeded);
  return seeded;
}

const inClass = ({ teacher, absent, students }: Seeded): SeededPerson[] => [teacher, absent, ...students];

async function writePeople(sql: Sql, seeded: Seeded): Promise<void> {
  const people = JSON.stringify([...inClass(seeded), seeded.office, seeded.supervisor]);
  const P = 'jsonb_to_recordset($1::jsonb) as x(id uuid, name text, role text)';
  const email = "lower(replace(name, ' ', '.')) || '@faults.example'";
  await sql(
    `insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     select id::text, name, ${email}, true, now(), now() from ${P}`,
    [people],
  );
  await sql(
    `insert into person (id, school_id, account_id, email, name, role, created_at, last_seen_at)
     select id, $2, id::text, ${email}, name, role, now(), now() from ${P}`,
    [people, seeded.schoolId],
  );
}

async function writeRooms(sql: Sql, seeded: Seeded): Promise<void> {
  const { schoolId, classroom, rooms, teacher } = seeded;
  const roster = JSON.stringify(inClass(seeded));
  const P = 'jsonb_to_recordset($1::jsonb) as x(id uuid, role text)';
  await sql('insert into classroom (id, school_id, title, created_by, created_at) values ($1, $2, $3, $4, now())', [
    classroom,
    schoolId,
    'Biology',
    teacher.id,
  ]);
  await sql(
    `insert into enrolment (classroom_id, person_id, school_id, role, enrolled_at) select $2, id, $3, role, now() from ${P}`,
    [roster, classroom, schoolId],
  );
  for (const [place, room] of rooms.entries()) {
    await sql(
      `insert into room (id, school_id, classroom_id, kind, title, entry, posting, history, everyone, head, roster, created_by, created_at)
       values ($1, $2, $3, 'class', $4, 'open', 'discussion', $5, true, 0, 0, $6, now())`,
      [room, schoolId, classroom, `Room ${place + 1}`, place === 2 ? 'from-join' : 'all', teacher.id],
    );
    await sql(
      `insert into participant (room_id, person_id, school_id, role, joined_at, seen, visible_from)
       select $2, id, $3, case role when 'teacher' then 'host' else 'member' end, now(), 0, 0 from ${P}`,
      [roster, room, schoolId],
    );
  }
}

/** Signs somebody in: the token as a program holds it. */
export async function signIn(sql: Sql, person: string, secret: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await sql(
    `insert into auth.session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
     values ($1, $2, $3, now() + interval '14 days', now(), now())`,
    [randomBytes(16).toString('hex'), token, person],
  );
  return signToken(token, secret);
}
