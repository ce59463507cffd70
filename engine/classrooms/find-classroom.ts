import type { EntityManager } from '@mikro-orm/postgresql';
import type { Asked } from '../commands/asked.ts';
import type { Access } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import type { ClassRole } from '../roles/roles.ts';
import { Classroom } from './classroom.ts';

export interface ClassAccess extends Access {
  readonly classroom: Classroom;
  readonly classRole: ClassRole;
}

/**
 * Finds a class through its roster: you are on it, or you are an admin of the school (who counts as its teacher).
 * @throws DomainError `missing`
 */
export async function findMyClassroom(em: EntityManager, asked: Asked, classroomId: string): Promise<ClassAccess> {
  const rows = await run(
    em,
    sql<{ c: Record<string, unknown>; role: ClassRole | null }>`select to_jsonb(c) c, e.role from classroom c
     left join enrolment e on e.classroom_id = c.id and e.person_id = ${asked.person?.id ?? null} and e.ended_at is null
     where c.id = ${classroomId}`,
  );
  const row = rows[0];
  const role = row?.role ?? (mayAll(asked) ? 'teacher' : null);
  if (!row || !role) throw missing();
  return { classroom: em.map(Classroom, row.c), classRole: role };
}

/** The same, for those who run the class: its teachers, and admins. @throws DomainError `missing`, `forbidden` */
export async function findClassroomToRun(work: UnitOfWork, classroomId: string): Promise<ClassAccess> {
  const access = await findMyClassroom(work.em, work.asked, classroomId);
  if (access.classRole !== 'teacher') {
    throw forbidden('classrooms.not-allowed', 'Only the teachers of this class may do that.');
  }
  return access;
}

/** The same, for everybody of the class's staff, and admins. @throws DomainError `missing`, `forbidden` */
export async function findClassroomAsStaff(work: UnitOfWork, classroomId: string): Promise<ClassAccess> {
  const access = await findMyClassroom(work.em, work.asked, classroomId);
  if (access.classRole !== 'teacher' && access.classRole !== 'assistant')
    throw forbidden('classrooms.not-allowed', 'Only the staff of this class may do that.');
  return access;
}

/** Admins see every class of their school; a plugin on its own account does too. */
const mayAll = (asked: Asked): boolean => asked.person === null || asked.person.role === 'admin';
