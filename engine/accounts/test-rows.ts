import type pg from 'pg';
import { v7 as newId } from 'uuid';
import type { SchoolRole } from '../roles/roles.ts';

// Rows that another part of the engine writes, as the tests of this folder find them.

export async function schoolRow(admin: pg.Pool, slug: string): Promise<{ id: string; epoch: string }> {
  const { rows } = await admin.query(
    `insert into school (id, slug, created_at) values ($1, $2, now())
     on conflict (slug) do update set slug = excluded.slug returning id, epoch`,
    [newId(), slug],
  );
  return rows[0];
}

export async function addPerson(
  admin: pg.Pool,
  schoolId: string,
  email: string,
  role: SchoolRole,
  account: string | null,
) {
  const id = newId();
  await admin.query(
    `insert into person (id, school_id, account_id, email, name, role, created_at) values ($1, $2, $3, $4, $4, $5, now())`,
    [id, schoolId, account, email, role],
  );
  return id;
}

export async function classWithCode(
  admin: pg.Pool,
  schoolId: string,
  by: string,
  code: string,
  hours: number,
): Promise<string> {
  const id = newId();
  await admin.query(
    `insert into classroom (id, school_id, title, created_by, created_at) values ($1, $2, '7B', $3, now())`,
    [...[id, schoolId, by]],
  );
  await admin.query(
    `insert into class_code (code, classroom_id, school_id, role, created_by, created_at, expires_at)
     values ($1, $2, $3, 'student', $4, now(), now() + make_interval(hours => $5))`,
    [code, id, schoolId, by, hours],
  );
  return id;
}

export async function enrol(admin: pg.Pool, schoolId: string, classroomId: string, personId: string, role: string) {
  await admin.query(
    `insert into enrolment (classroom_id, person_id, school_id, role, enrolled_at) values ($1, $2, $3, $4, now())
     on conflict do nothing`,
    [classroomId, personId, schoolId, role],
  );
}
