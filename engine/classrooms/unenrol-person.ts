import { z } from 'zod';
import { command } from '../commands/command.ts';
import { tell } from '../commands/unit-of-work.ts';
import { missing } from '../errors/domain-error.ts';
import { exitRoom } from '../participants/exit-room.ts';
import { Participant } from '../participants/participant.ts';
import { Room } from '../rooms/room.ts';
import { endCards } from './cards-end.ts';
import { Enrolment } from './enrolment.ts';
import { findClassroomToRun } from './find-classroom.ts';
import { refuseLastTeacher } from './last-teacher.ts';

/** Takes a person off a class's roster and out of all its rooms, deleted ones too: those may come back. What they wrote stays. */
export const unenrolPerson = command('classroom.unenrol', {
  draft: z.strictObject({ classroomId: z.uuid(), personId: z.uuid() }),
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  async run({ classroomId, personId }, _access, work) {
    const enrolment = await work.em.findOne(Enrolment, { classroomId, personId, endedAt: null });
    if (!enrolment) throw missing();
    await refuseLastTeacher(work, enrolment);
    enrolment.endedAt = new Date();
    enrolment.endedBy = work.asked.person?.id ?? null;
    await work.em.flush();
    await endCards(work, personId, classroomId);
    // A room in a room follows it: out of the one is out of the other, and coming back opens both.
    const rooms = await work.em.find(Room, { classroomId, parentId: null }, { orderBy: { id: 'asc' } });
    for (const room of rooms) {
      const participant = await work.em.findOne(Participant, { roomId: room.id, personId, leftAt: null });
      if (participant) await exitRoom(work, room, participant, false, { what: 'left', person: personId });
    }
    tell(work, { person: personId }, 'classrooms.changed', {});
    return enrolment;
  },
});
