import { definePlugin } from '../../engine/index.ts';
import { Approve, approve, Deny, deny } from './answer.ts';
import { Ask, ask } from './ask.ts';
import { joinRequests } from './contract.ts';
import { endOfEntered, endOfMembership, endOfRoom, endOfUnenrolled } from './end-requests.ts';
import { expire } from './expire.ts';
import { letIn } from './let-in.ts';
import { CreateJoinRequests } from './migrations/20261121-join-requests.ts';
import { notices } from './notices.ts';
import { privacy } from './privacy.ts';
import { List, listWaiting, readMine, readQueues } from './read-requests.ts';
import { Withdraw, withdraw } from './withdraw.ts';

export default definePlugin(joinRequests, {
  tables: ['join_requests'],
  migrations: [CreateJoinRequests],
  within: {
    'participant.add': endOfEntered,
    'participant.join': endOfEntered,
    'classroom.unenrol': endOfUnenrolled,
    'person.end': endOfMembership,
    'room.archive': endOfRoom,
    'room.delete': endOfRoom,
  },
  after: { 'room.entryChanged': { deadline: 10_000, run: letIn } },
  jobs: [expire],
  notices,
  router: ({ router, signedIn, inRoom, atGate }) =>
    router({
      ask: atGate.input(Ask).mutation(({ input, ctx }) => ask(input, ctx)),
      withdraw: atGate.input(Withdraw).mutation(({ input, ctx }) => withdraw(input, ctx)),
      mine: signedIn.query(({ ctx }) => readMine(ctx)),
      list: inRoom.input(List).query(({ ctx }) => listWaiting(ctx)),
      queues: signedIn.query(({ ctx }) => readQueues(ctx)),
      approve: inRoom.input(Approve).mutation(({ input, ctx }) => approve(input, ctx)),
      deny: inRoom.input(Deny).mutation(({ input, ctx }) => deny(input, ctx)),
    }),
  privacy,
});
