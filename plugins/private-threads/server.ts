import { z } from 'zod';
import { definePlugin } from '../../engine/index.ts';
import { privateThreads } from './contract.ts';
import { followAbout } from './follow-about.ts';
import { followArchive, followMove } from './follow-parent.ts';
import { followPerson } from './follow-person.ts';
import { mayDelete, mayEdit, mayLeave, maySend } from './guards.ts';
import { keepEdit, keepMode } from './keep-mode.ts';
import { CreatePrivateThreads } from './migrations/20261122-private-threads.ts';
import { AddErased } from './migrations/20261210-erased.ts';
import { modesOn } from './modes-on.ts';
import { NarrowClass, NarrowRoom, narrowClass, narrowRoom, OfClass, readClassRules, readRoomRules } from './narrow.ts';
import { privacy } from './privacy.ts';
import { OfPerson, reachPerson } from './reach-person.ts';
import { readList } from './read-list.ts';
import { readReach } from './read-reach.ts';
import { readThread } from './read-thread.ts';
import { privateThread } from './rules.ts';
import { Start, startThread } from './start-thread.ts';
import { closeThread, Open, openThread, readSupervised } from './supervise.ts';

const OnlyRoom = z.strictObject({ roomId: z.uuid() });
const kinds = ['private-thread'];

export default definePlugin(privateThreads, {
  tables: ['private_threads', 'private_threads_message', 'private_threads_policy', 'private_threads_opening'],
  migrations: [CreatePrivateThreads, AddErased],
  roomKinds: { 'private-thread': privateThread },
  guard: {
    'message.send': { kinds, run: maySend },
    'message.edit': { kinds, run: mayEdit },
    'message.delete': { kinds, run: mayDelete },
    'participant.leave': { kinds, run: mayLeave },
  },
  within: {
    'message.send': { kinds, run: keepMode },
    'message.edit': { kinds, run: keepEdit },
    'person.rename': followPerson,
    'person.correctName': followPerson,
    'person.changePicture': followPerson,
  },
  after: {
    'participant.left': followMove,
    'participant.joined': followMove,
    'room.archived': followArchive,
    'room.unarchived': followArchive,
    'message.edited': followAbout,
    'message.deleted': followAbout,
  },
  show: modesOn,
  notices: {
    message: {
      on: 'private-threads.written',
      to: ({ payload }) => [payload.personId],
      says: '{author} wrote to you privately.',
      title: 'Private messages',
      personal: true,
    },
  },
  router: ({ router, inRoom, signedIn }) =>
    router({
      start: inRoom.input(Start).mutation(({ input, ctx }) => startThread(input, ctx)),
      list: signedIn.query(({ ctx }) => readList(ctx)),
      details: inRoom.input(OnlyRoom).query(({ input, ctx }) => readThread(input, ctx)),
      reachPerson: signedIn.input(OfPerson).query(({ input, ctx }) => reachPerson(input, ctx)),
      reach: inRoom.input(OnlyRoom).query(({ ctx }) => readReach(ctx)),
      classRules: signedIn.input(OfClass).query(({ input, ctx }) => readClassRules(input, ctx)),
      narrowClass: signedIn.input(NarrowClass).mutation(({ input, ctx }) => narrowClass(input, ctx)),
      roomRules: inRoom.input(OnlyRoom).query(({ input, ctx }) => readRoomRules(input, ctx)),
      narrowRoom: inRoom.input(NarrowRoom).mutation(({ input, ctx }) => narrowRoom(input, ctx)),
      supervised: signedIn.input(OfClass).query(({ input, ctx }) => readSupervised(input, ctx)),
      open: signedIn.input(Open).mutation(({ input, ctx }) => openThread(input, ctx)),
      close: inRoom.input(OnlyRoom).mutation(({ ctx }) => closeThread(ctx)),
    }),
  privacy,
});
