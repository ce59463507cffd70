import { z } from 'zod';
import { command } from '../commands/command.ts';
import type { Draft } from '../commands/commands.ts';
import { tell, type UnitOfWork } from '../commands/unit-of-work.ts';
import { uuid } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { forbidden, invalid, missing } from '../errors/domain-error.ts';
import { say } from '../messages/say.ts';
import { enterRoom } from '../participants/enter-room.ts';
import { noteAct } from '../people/acts.ts';
import { Person } from '../people/person.ts';
import { CLASS_ROLES, type ClassRole, roomRoleFor } from '../roles/roles.ts';
import { Room } from '../rooms/room.ts';
import { Enrolment } from './enrolment.ts';
import { findClassroomToRun } from './find-classroom.ts';
import { refuseLastTeacher } from './last-teacher.ts';
import { MAY_BE, WRONG_ROLE } from './may-be.ts';

/**
 * Puts a person of the school on a class's roster, and into the rooms that are for everyone; a room they were removed from
 * stays closed to them. Twice is once, and who came by a code before is there by the school's word from now on. When admins
 * put themselves there, each room says that they entered as an admin, and the act is written down for good.
 */
export const enrolPerson = command('classroom.enrol', {
  draft: z.strictObject({
    classroomId: z.uuid(),
    personId: z.uuid(),
    role: z.enum(CLASS_ROLES),
    byCode: z.literal(true).optional(),
  }),
  access({ classroomId, byCode }, work) {
    if (byCode && work.asked.person) throw invalid('byCode', 'Whoever comes by a code gives it in.');
    return findClassroomToRun(work, classroomId);
  },
  async run(draft, _access, work) {
    const { classroomId, personId, role } = draft;
    const person = await work.em.findOne(Person, { id: personId, leftAt: null });
    if (!person) throw missing();
    if (!MAY_BE[person.role].includes(role)) {
      throw forbidden('classrooms.wrong-role', WRONG_ROLE, {
        role,
        schoolRole: person.role,
      });
    }
    const known = await work.em.findOne(Enrolment, { classroomId, personId });
    const entersAsAdmin = known?.endedAt !== null && isAdminThemselves(work, personId);
    const enrolment = await enrolmentOf(work, draft, known);
    await enterRoomsForEveryone(work, draft, entersAsAdmin);
    if (entersAsAdmin) await noteAct(work, personId, 'enteredClass', { classroomId, role });
    tell(work, { person: personId }, 'classrooms.changed', {});
    return enrolment;
  },
});

const isAdminThemselves = ({ asked: { person } }: UnitOfWork, personId: string): boolean =>
  person?.id === personId && person.role === 'admin';

async function enrolmentOf(
  work: UnitOfWork,
  draft: Draft<'classroom.enrol'>,
  known: Enrolment | null,
): Promise<Enrolment> {
  const { classroomId, personId, role } = draft;
  const byCode = draft.byCode === true;
  if (known && known.role !== role) await refuseLastTeacher(work, known);
  const enrolment =
    known ??
    work.em.create(Enrolment, {
      classroomId,
      personId,
      schoolId: work.asked.school.id,
      role,
      enrolledAt: new Date(),
      byCode,
      endedAt: null,
      endedBy: null,
    });
  enrolment.role = role;
  enrolment.byCode = byCode && (enrolment.byCode || enrolment.endedAt != null);
  if (enrolment.endedAt != null) enrolment.enrolledAt = new Date();
  enrolment.endedAt = null;
  enrolment.endedBy = null;
  await work.em.flush();
  return enrolment;
}

async function enterRoomsForEveryone(
  work: UnitOfWork,
  { classroomId, personId, role }: { classroomId: string; personId: string; role: ClassRole },
  asAdmin: boolean,
): Promise<void> {
  const rooms = await run(
    work.em,
    sql({ room_id: uuid })`select r.id room_id from room r
     where r.classroom_id = ${classroomId} and r.everyone and r.deleted_at is null and r.archived_at is null
       and not exists (select 1 from participant p where p.room_id = r.id and p.person_id = ${personId}
         and (p.left_at is null or p.removed_at is not null))
     order by r.id`,
  );
  for (const { room_id } of rooms) {
    const room = await work.em.findOneOrFail(Room, { id: room_id });
    work.inUse.add(room_id);
    await enterRoom(work, room, personId, roomRoleFor(role), asAdmin ? null : { what: 'joined', person: personId });
    if (asAdmin) await say(work, room, { what: 'entered', person: personId });
  }
}
