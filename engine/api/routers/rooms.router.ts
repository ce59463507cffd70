import { z } from 'zod';
import type { Draft } from '../../commands/commands.ts';
import { RoomSetup } from '../../rooms/open-room.ts';
import { browseRooms, readDeletedRooms, readMyRoom, readMyRooms } from '../../rooms/read-rooms.ts';
import { roomView } from '../../rooms/room-view.ts';
import { Title } from '../../text.ts';
import { asks, inRoom, router, signedIn } from '../procedures.ts';

/** Only rooms of the engine's own kind are opened here; the others by their plugins' procedures. */
const OpenRoom = z.strictObject({ ...RoomSetup.shape, classroomId: z.uuid(), title: Title });
const OnlyClassroom = z.strictObject({ classroomId: z.uuid() });
const OnlyRoom = z.strictObject({ roomId: z.uuid() });

export const roomsRouter = router({
  list: signedIn.query(({ ctx }) => ctx.read(readMyRooms)),
  browse: signedIn.query(({ ctx }) => ctx.read((work) => browseRooms(work))),
  browseClass: signedIn
    .input(OnlyClassroom)
    .query(({ ctx, input }) => ctx.read((work) => browseRooms(work, input.classroomId))),
  details: inRoom.input(OnlyRoom).query(({ ctx, input }) => ctx.read((work) => readMyRoom(work, input.roomId))),
  deleted: signedIn.query(({ ctx }) => ctx.read(readDeletedRooms)),
  open: signedIn
    .input(OpenRoom)
    .mutation(async ({ ctx, input }) =>
      roomView(await ctx.run('room.open', { ...input, kind: 'class', parentId: null })),
    ),
  join: signedIn.input(asks<Draft<'participant.join'>>()).mutation(async ({ ctx, input }) => {
    const { roomId } = await ctx.run('participant.join', input);
    return ctx.read((work) => readMyRoom(work, roomId));
  }),
  /** For admins. */
  enter: signedIn.input(asks<Draft<'participant.enter'>>()).mutation(async ({ ctx, input }) => {
    const { roomId } = await ctx.run('participant.enter', input);
    return ctx.read((work) => readMyRoom(work, roomId));
  }),
  rename: signedIn
    .input(asks<Draft<'room.rename'>>())
    .mutation(async ({ ctx, input }) => roomView(await ctx.run('room.rename', input))),
  changeEntry: signedIn
    .input(asks<Draft<'room.changeEntry'>>())
    .mutation(async ({ ctx, input }) => roomView(await ctx.run('room.changeEntry', input))),
  changeTopic: signedIn
    .input(asks<Draft<'room.changeTopic'>>())
    .mutation(async ({ ctx, input }) => roomView(await ctx.run('room.changeTopic', input))),
  changePosting: signedIn
    .input(asks<Draft<'room.changePosting'>>())
    .mutation(async ({ ctx, input }) => roomView(await ctx.run('room.changePosting', input))),
  changeHistory: signedIn
    .input(asks<Draft<'room.changeHistory'>>())
    .mutation(async ({ ctx, input }) => roomView(await ctx.run('room.changeHistory', input))),
  archive: signedIn
    .input(asks<Draft<'room.archive'>>())
    .mutation(async ({ ctx, input }) => roomView(await ctx.run('room.archive', input))),
  delete: signedIn.input(asks<Draft<'room.delete'>>()).mutation(async ({ ctx, input }) => {
    await ctx.run('room.delete', input);
    return {};
  }),
  restore: signedIn
    .input(asks<Draft<'room.restore'>>())
    .mutation(async ({ ctx, input }) => roomView(await ctx.run('room.restore', input))),
  see: signedIn.input(asks<Draft<'room.see'>>()).mutation(({ ctx, input }) => ctx.run('room.see', input)),
});
