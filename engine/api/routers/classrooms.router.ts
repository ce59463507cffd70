import { z } from 'zod';
import { MOST_CARDS } from '../../classrooms/class-cards.ts';
import { readCodes } from '../../classrooms/class-codes.ts';
import type { Classroom } from '../../classrooms/classroom.ts';
import { CodeDraft, readCodeClass } from '../../classrooms/join-by-code.ts';
import { PreviewDraft, previewRoster } from '../../classrooms/preview-roster.ts';
import { readMyClassrooms, readRoster } from '../../classrooms/read-classrooms.ts';
import type { CommandName, Draft } from '../../commands/commands.ts';
import { missing } from '../../errors/domain-error.ts';
import type { ClassroomView } from '../../views.ts';
import { asks, router, signedIn } from '../procedures.ts';

const CardsAsked = z.strictObject({
  classroomId: z.uuid(),
  personIds: z.array(z.uuid()).min(1).max(MOST_CARDS),
  until: z.iso.date().optional(),
  lost: z.literal(true).optional(),
});
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
  /** Cards that pupils without an address sign in with. Their addresses are told in this answer, and nowhere else. */
  makeCards: signedIn.input(CardsAsked).mutation(async ({ ctx, input: { personIds, ...asked } }) => {
    const made = new Map([...new Set(personIds)].map((personId) => [personId, ctx.accounts.newCard()]));
    const hashes = [...made].map(([personId, { hash }]) => ({ personId, hash }));
    const { expiresAt, cards } = await ctx.run('classroom.makeCards', { ...asked, cards: hashes });
    return { expiresAt, cards: cards.map((card) => ({ ...card, link: made.get(card.personId)?.link ?? '' })) };
  }),
  takeCards: signedIn
    .input(asks<Draft<'classroom.takeCards'>>())
    .mutation(({ ctx, input }) => ctx.run('classroom.takeCards', input)),
  /** Reads only. A mutation, since a code must not stand in an address, which is logged. */
  classOfCode: signedIn.input(CodeDraft).mutation(({ ctx, input }) => {
    ctx.limits.take('search', ctx.who.person.id);
    return ctx.read((work) => readCodeClass(work, input.code));
  }),
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
