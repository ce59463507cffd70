import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { isoUtc } from '../messages/thread-facts.ts';
import { nameOrder } from '../names.ts';
import { personJson } from '../people/person-view.ts';
import { CLASS_ROLES, type ClassRole, isStaff } from '../roles/roles.ts';
import type { CardView, ClassroomView, PersonView } from '../views.ts';
import { findMyClassroom } from './find-classroom.ts';

/** The classes the asker is on the roster of; for an admin, every class of the school. */
export async function readMyClassrooms({ em, asked }: UnitOfWork): Promise<ClassroomView[]> {
  const rows = await run(
    em,
    sql({
      classroom: json<ClassroomView>(),
    })`select jsonb_build_object('id', c.id, 'title', c.title, 'role', coalesce(e.role, 'teacher'),
       'archived', c.archived_at is not null,
       'mayLeave', coalesce(e.by_code, false), 'enrolled', e.role is not null) classroom
     from classroom c left join enrolment e on e.classroom_id = c.id and e.person_id = ${asked.person?.id ?? null}
       and e.ended_at is null
     where e.role is not null or ${asked.person?.role === 'admin'}::boolean
     order by c.id`,
  );
  const order = nameOrder(asked.school.locale);
  return rows
    .map(({ classroom }) => classroom)
    .sort((a, b) => Number(a.archived) - Number(b.archived) || order(a.title, b.title));
}

export interface RosterLine {
  readonly person: PersonView;
  readonly role: ClassRole;
  readonly enrolledAt: string;
  /** For staff only. */
  readonly email?: string;
  /** For staff only: of somebody without an address. */
  readonly userName?: string;
  /** For staff only: the card of this class, while it is valid. */
  readonly card?: Omit<CardView, 'classroomId'>;
  /** Has not accepted the invitation yet. */
  readonly invited: boolean;
}

/** A class's roster: teachers first, then by name. Addresses are for staff. @throws DomainError `missing` */
export async function readRoster(work: UnitOfWork, classroomId: string): Promise<RosterLine[]> {
  await findMyClassroom(work.em, work.asked, classroomId);
  const staff = work.asked.person !== null && isStaff(work.asked.person.role);
  const rows = await run(
    work.em,
    sql({
      line: json<RosterLine>(),
    })`select jsonb_strip_nulls(jsonb_build_object('role', e.role, 'enrolledAt', ${isoUtc(sql`e.enrolled_at`)},
         'email', case when ${staff}::boolean then h.email end,
         'userName', case when ${staff}::boolean then h.user_name end, 'invited', h.account_id is null))
       || coalesce((select jsonb_build_object('card', jsonb_build_object('madeAt', ${isoUtc(sql`k.made_at`)},
         'expiresAt', ${isoUtc(sql`k.expires_at`)}, 'usedAt', ${isoUtc(sql`k.used_at`)})) from class_card k
         where ${staff}::boolean
           and k.classroom_id = e.classroom_id and k.person_id = e.person_id and k.expires_at > now()), '{}')
       || jsonb_build_object('person', ${personJson(sql`h`)}) line
     from enrolment e join person h on h.id = e.person_id
     where e.classroom_id = ${classroomId} and e.ended_at is null
     order by h.id`,
  );
  const order = nameOrder(work.asked.school.locale);
  const rank = (line: RosterLine) => CLASS_ROLES.indexOf(line.role);
  return rows.map(({ line }) => line).sort((a, b) => rank(a) - rank(b) || order(a.person.name, b.person.name));
}
