import { z } from 'zod';
import { command } from '../commands/command.ts';
import { Title } from '../text.ts';
import { changeClassroom } from './change-classroom.ts';
import { findClassroomToRun } from './find-classroom.ts';

/** Gives a class another title. */
export const renameClassroom = command('classroom.rename', {
  draft: z.strictObject({ classroomId: z.uuid(), title: Title }),
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  run: ({ classroomId, title }, _access, work) => changeClassroom(work, classroomId, { title }),
});
