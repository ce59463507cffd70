import { z } from 'zod';
import { command } from '../commands/command.ts';
import { Room } from '../rooms/room.ts';
import { changeClassroom } from './change-classroom.ts';
import { Classroom } from './classroom.ts';
import { findClassroomToRun } from './find-classroom.ts';

/** Archives a class and those of its rooms that are in use at the end of term, or undoes that: read-only, and still there to read. */
export const archiveClassroom = command('classroom.archive', {
  draft: z.strictObject({ classroomId: z.uuid(), archived: z.boolean() }),
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  async run({ classroomId, archived }, _access, work) {
    const { archivedAt } = await work.em.findOneOrFail(Classroom, { id: classroomId }, { refresh: true });
    if ((archivedAt != null) === archived)
      return changeClassroom(work, classroomId, { archivedAt: archivedAt ?? null });
    // A room that was archived with its class bears the class's time; one that was archived by hand stays so.
    const those = { classroomId, kind: 'class', deletedAt: null, archivedAt: archivedAt ?? null };
    const rooms = await work.em.find(Room, those, { orderBy: { id: 'asc' } });
    for (const room of rooms)
      await work.engine.runGranted(work, 'room.archive', { roomId: room.id, archived }, { room });
    return changeClassroom(work, classroomId, { archivedAt: archived ? work.at : null });
  },
});
