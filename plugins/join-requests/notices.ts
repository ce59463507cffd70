import { type HeardEvent, run, sql, uuid } from '../../engine/index.ts';
import type { joinRequests } from './contract.ts';
import { answerersOf } from './tell-queue.ts';
import type { Context } from './waiting.ts';

type Asked = HeardEvent<typeof joinRequests, 'join-requests.asked'>;
type Answered = HeardEvent<typeof joinRequests, 'join-requests.answered'>;

/** What deserves attention: a request, that of those who answer it; an answer, that of who asked. */
export const notices = {
  request: {
    on: 'join-requests.asked',
    to: ({ roomId }: Asked, ctx: Context) => answerersOf(ctx, roomId),
    says: 'Somebody asks to join {room}.',
    title: 'Requests to join your rooms',
  },
  answer: {
    on: 'join-requests.answered',
    to: async ({ payload }: Answered, ctx: Context) => {
      const rows = await run(
        ctx.em,
        sql({ person_id: uuid })`select person_id from join_requests where id = any(${payload.requestIds}::uuid[])`,
      );
      return rows.map(({ person_id }) => person_id);
    },
    says: '{author} answered your request to join {room}.',
    title: 'Answers to your requests to join',
    personal: true,
  },
} as const;
