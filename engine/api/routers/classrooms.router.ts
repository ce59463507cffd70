import { z } from 'zod';
import { readCodes } from '../../classrooms/class-codes.ts';
import type { Classroom } from '../../classrooms/classroom.ts';
import { PreviewDraft, previewRoster } from '../../classrooms/preview-roster.ts';
import { readMyClassrooms, readRoster } from '../../classrooms/read-classrooms.ts';
import type { CommandName, Draft } from '../../commands/commands.ts';
import { missing } from '../../errors/domain-error.ts';
import type { ClassroomView } from '../../views.ts';
import { asks, router, signedIn } from '../procedures.ts';

const OnlyClassroom = z.strictObject({ classroomId: z.uuid() });

/** A command whose outcome its news tell. */
const told = <K extends CommandName>(name: K) =>
  signedIn.input(asks<Draft<K>>()).mutation(async ({ ctx, input }) => {
    await ctx.run(name, input as Draft<K>);
    return {};
  });

const viewOf = ({ id, title, archivedAt }: Classroom): ClassroomView => ({
  id,
  title,
  role: 'teacher',
  archived: archivedAt != null,
  mayLeave: false,
  enrolled: true,
});

export const classroomsRouter = router({
  list: signedIn.query(({ ctx }) => ctx.read(readMyClassrooms)),
  roster: signedIn
    .input(OnlyClassroom)
    .query(({ ctx, input }) => ctx.read((work) => readRoster(work, input.classroomId))),
  codes: signedIn
    .input(OnlyClassroom)
    .query(({ ctx, input }) => ctx.read((work) => readCodes(work, input.classroomId))),
  create: signedIn
    .input(asks<Draft<'classroom.create'>>())
    .mutation(async ({ ctx, input }) => viewOf(await ctx.run('classroom.create', input))),
  rename: told('classroom.rename'),
  archive: told('classroom.archive'),
  enrol: told('classroom.enrol'),
  unenrol: told('classroom.unenrol'),
  leave: told('classroom.leave'),
  enrolMany: signedIn
    .input(asks<Draft<'classroom.enrolMany'>>())
    .mutation(({ ctx, input }) => ctx.run('classroom.enrolMany', input)),
  /** Reads only. A mutation, since a list is too long for the address of a query. */
  previewRoster: signedIn
    .input(PreviewDraft)
    .mutation(({ ctx, input }) => ctx.read((work) => previewRoster(work, input))),
  makeCode: signedIn
    .input(asks<Draft<'classroom.makeCode'>>())
    .mutation(({ ctx, input }) => ctx.run('classroom.makeCode', input)),
  revokeCode: told('classroom.revokeCode'),
  joinByCode: signedIn
    .input(asks<Draft<'classroom.joinByCode'>>())
    .mutation(async ({ ctx, input }): Promise<ClassroomView> => {
      ctx.limits.take('search', ctx.who.person.id);
      const { classroomId } = await ctx.run('classroom.joinByCode', input);
      const classroom = (await ctx.read(readMyClassrooms)).find(({ id }) => id === classroomId);
      if (!classroom) throw missing();
      return classroom;
    }),
});
