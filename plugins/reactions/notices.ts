import type { HeardEvent, PluginContext } from '../../engine/index.ts';
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
  const rows = await em.execute<{ author_id: string }[]>(
    `select m.author_id from message m
     join reactions x on x.message_id = m.id and x.person_id = ?::uuid and x.emoji = ?
     where m.id = ?::uuid and m.author_id <> x.person_id and m.deleted_at is null`,
    [payload.personId, payload.emoji, payload.messageId],
  );
  return rows.map(({ author_id }) => author_id);
}

/** Whoever gave two and took one back still reacted. */
async function wasTheirLast({ payload }: Removed, { em }: Context): Promise<boolean> {
  const left = await em.execute('select 1 from reactions where message_id = ? and person_id = ? limit 1', [
    payload.messageId,
    payload.personId,
  ]);
  return left.length === 0;
}
