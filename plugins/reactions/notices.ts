import { type HeardEvent, type PluginContext, run, sql, uuid } from '../../engine/index.ts';
import type { reactions } from './contract.ts';

type Added = HeardEvent<typeof reactions, 'reactions.added'>;
type Removed = HeardEvent<typeof reactions, 'reactions.removed'>;
type Context = PluginContext<typeof reactions>;

/** What deserves attention: a reaction to what one wrote, unless it was taken back meanwhile. */
export const notices = {
  reaction: {
    on: 'reactions.added',
    to: authorOf,
    says: '{author} reacted to what you wrote in {room}.',
    title: 'Reactions to what you wrote',
    takenBack: { on: 'reactions.removed', when: wasTheirLast },
  },
} as const;

async function authorOf({ payload }: Added, { em }: Context): Promise<string[]> {
  const rows = await run(
    em,
    sql({ author_id: uuid.orNull })`select m.author_id from message m
     join reactions x on x.message_id = m.id and x.person_id = ${payload.personId}::uuid and x.emoji = ${payload.emoji}
     where m.id = ${payload.messageId}::uuid and m.author_id <> x.person_id and m.deleted_at is null`,
  );
  return rows.flatMap(({ author_id }) => author_id ?? []);
}

/** Whoever gave two and took one back still reacted. */
async function wasTheirLast({ payload }: Removed, { em }: Context): Promise<boolean> {
  const left = await run(
    em,
    sql`select 1 from reactions where message_id = ${payload.messageId} and person_id = ${payload.personId} limit 1`,
  );
  return left.length === 0;
}
