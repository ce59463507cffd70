import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { command } from '../commands/command.ts';
import { tell } from '../commands/unit-of-work.ts';
import { forbidden } from '../errors/domain-error.ts';
import { Title } from '../text.ts';
import { Classroom } from './classroom.ts';
import { Enrolment } from './enrolment.ts';

/** The room every class begins with; everyone of the class is in it. */
const FIRST_ROOM = 'Class room';

/** Makes a class with its first room. Whoever makes it is its teacher. */
export const createClassroom = command('classroom.create', {
  draft: z.strictObject({ title: Title }),
  access(_draft, { asked }) {
    const role = asked.person?.role;
    if (role !== 'admin' && role !== 'teacher')
      throw forbidden('classrooms.not-allowed', 'Only teachers may make classes.');
    return Promise.resolve({});
  },
  async run({ title }, _access, work) {
    const createdBy = work.asked.person?.id ?? '';
    const schoolId = work.asked.school.id;
    const classroom = work.em.create(Classroom, {
      id: newId(),
      schoolId,
      title,
      createdBy,
      createdAt: new Date(),
      archivedAt: null,
    });
    await work.em.flush();
    work.em.create(Enrolment, {
      classroomId: classroom.id,
      personId: createdBy,
      schoolId,
      role: 'teacher',
      enrolledAt: new Date(),
      byCode: false,
      endedAt: null,
      endedBy: null,
    });
    await work.em.flush();
    const room = { classroomId: classroom.id, title: FIRST_ROOM, kind: 'class', parentId: null } as const;
    const setup = { topic: '', entry: 'open', posting: 'discussion', history: 'all', everyone: true } as const;
    await work.engine.runGranted(work, 'room.open', { ...room, ...setup }, { classroom, classRole: 'teacher' });
    tell(work, { person: createdBy }, 'classrooms.changed', {});
    return classroom;
  },
});
