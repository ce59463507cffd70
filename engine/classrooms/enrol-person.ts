import { z } from 'zod';
import { command } from '../commands/command.ts';
import { tell, type UnitOfWork } from '../commands/unit-of-work.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { enterRoom } from '../participants/enter-room.ts';
import { roleAtEntry } from '../participants/hosts.ts';
import { Person } from '../people/person.ts';
import { CLASS_ROLES, type ClassRole } from '../roles/roles.ts';
import { Room } from '../rooms/room.ts';
import { Enrolment } from './enrolment.ts';
import { findClassroomToRun } from './find-classroom.ts';
import { refuseLastTeacher } from './last-teacher.ts';
import { MAY_BE, WRONG_ROLE } from './may-be.ts';

/**
 * Puts a person of the school on a class's roster, and into the rooms that are for everyone; a room they were removed from
 * stays closed to them. Twice is once.
 */
export const enrolPerson = command('classroom.enrol', {
  draft: z.strictObject({ classroomId: z.uuid(), personId: z.uuid(), role: z.enum(CLASS_ROLES) }),
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  async run({ classroomId, personId, role }, _access, work) {
    const person = await work.em.findOne(Person, { id: personId, leftAt: null });
    if (!person) throw missing();
    if (!MAY_BE[person.role].includes(role)) {
      throw forbidden('classrooms.wrong-role', WRONG_ROLE, {
        role,
        schoolRole: person.role,
      });
    }
    const enrolment = await enrolmentOf(work, classroomId, personId, role);
    await enterRoomsForEveryone(work, classroomId, personId, role);
    tell(work, { person: personId }, 'classrooms.changed', {});
    return enrolment;
  },
});

async function enrolmentOf(
  work: UnitOfWork,
  classroomId: string,
  personId: string,
  role: ClassRole,
): Promise<Enrolment> {
  const known = await work.em.findOne(Enrolment, { classroomId, personId });
  if (known && known.role !== role) await refuseLastTeacher(work, known);
  const enrolment =
    known ??
    work.em.create(Enrolment, {
      classroomId,
      personId,
      schoolId: work.asked.school.id,
      role,
      enrolledAt: new Date(),
      endedAt: null,
    });
  enrolment.role = role;
  if (enrolment.endedAt != null) enrolment.enrolledAt = new Date();
  enrolment.endedAt = null;
  await work.em.flush();
  return enrolment;
}

async function enterRoomsForEveryone(
  work: UnitOfWork,
  classroomId: string,
  personId: string,
  role: ClassRole,
): Promise<void> {
  const rooms = await work.em.execute<{ room_id: string }[]>(
    `select r.id room_id from room r
     where r.classroom_id = ? and r.everyone and r.deleted_at is null and r.archived_at is null
       and not exists (select 1 from participant p where p.room_id = r.id and p.person_id = ?
         and (p.left_at is null or p.removed_at is not null))
     order by r.id`,
    [classroomId, personId],
  );
  for (const { room_id } of rooms) {
    const room = await work.em.findOneOrFail(Room, { id: room_id });
    const as = await roleAtEntry(work, room.id, role);
    await enterRoom(work, room, personId, as, { what: 'joined', person: personId });
  }
}
