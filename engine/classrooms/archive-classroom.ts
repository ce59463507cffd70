import { z } from 'zod';
import { command } from '../commands/command.ts';
import { Room } from '../rooms/room.ts';
import { changeClassroom } from './change-classroom.ts';
import { findClassroomToRun } from './find-classroom.ts';

/** Archives a class and its rooms at the end of term, or undoes that: read-only, and still there to read. */
export const archiveClassroom = command('classroom.archive', {
  draft: z.strictObject({ classroomId: z.uuid(), archived: z.boolean() }),
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  async run({ classroomId, archived }, _access, work) {
    const rooms = await work.em.find(Room, { classroomId, kind: 'class', deletedAt: null }, { orderBy: { id: 'asc' } });
    for (const room of rooms)
      await work.engine.runGranted(work, 'room.archive', { roomId: room.id, archived }, { room });
    return changeClassroom(work, classroomId, { archivedAt: archived ? new Date() : null });
  },
});
