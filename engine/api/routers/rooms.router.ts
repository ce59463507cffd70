import { z } from 'zod';
import type { Draft } from '../../commands/commands.ts';
import { browseRooms, readDeletedRooms, readMyRoom, readMyRooms } from '../../rooms/read-rooms.ts';
import { roomView } from '../../rooms/room-view.ts';
import type { RoomEntry, RoomHistory, RoomPosting } from '../../views.ts';
import { asks, inRoom, router, signedIn } from '../procedures.ts';

interface OpenRoom {
  classroomId: string;
  title: string;
  entry?: RoomEntry;
  posting?: RoomPosting;
  history?: RoomHistory;
  everyone?: boolean;
}
const OnlyRoom = z.strictObject({ roomId: z.uuid() });

export const roomsRouter = router({
  list: signedIn.query(({ ctx }) => ctx.read(readMyRooms)),
  browse: signedIn.query(({ ctx }) => ctx.read(browseRooms)),
  details: inRoom.input(OnlyRoom).query(({ ctx, input }) => ctx.read((work) => readMyRoom(work, input.roomId))),
  deleted: signedIn.query(({ ctx }) => ctx.read(readDeletedRooms)),
  open: signedIn
    .input(asks<OpenRoom>())
    // Only rooms of the engine's own kind are opened here; the others by their plugins' procedures.
    .mutation(async ({ ctx, input }) => roomView(await ctx.run('room.open', { ...input, kind: 'class', parentId: null } as Draft<'room.open'>))),
  join: signedIn.input(asks<Draft<'participant.join'>>()).mutation(async ({ ctx, input }) => {
    const { roomId } = await ctx.run('participant.join', input);
    return ctx.read((work) => readMyRoom(work, roomId));
  }),
  rename: signedIn.input(asks<Draft<'room.rename'>>()).mutation(async ({ ctx, input }) => roomView(await ctx.run('room.rename', input))),
  archive: signedIn.input(asks<Draft<'room.archive'>>()).mutation(async ({ ctx, input }) => roomView(await ctx.run('room.archive', input))),
  delete: signedIn.input(asks<Draft<'room.delete'>>()).mutation(async ({ ctx, input }) => {
    await ctx.run('room.delete', input);
    return {};
  }),
  restore: signedIn.input(asks<Draft<'room.restore'>>()).mutation(async ({ ctx, input }) => roomView(await ctx.run('room.restore', input))),
  see: signedIn.input(asks<Draft<'room.see'>>()).mutation(({ ctx, input }) => ctx.run('room.see', input)),
});
