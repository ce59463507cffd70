import type { HeardEvent, PluginContext } from '../../engine/index.ts';
import type { Added, mentions } from './contract.ts';
import { addedTo } from './store-mentions.ts';

type Named = HeardEvent<typeof mentions, 'mentions.named'>;
type Context = PluginContext<typeof mentions>;

/** What deserves attention: that somebody was named, by whoever wrote it; in an edit, only who was not named before. */
export const notices = {
  mention: {
    on: 'mentions.named',
    to: namedPeople,
    says: '{author} mentioned you in {room}.',
    title: 'Mentions of you',
    personal: true,
    takenBack: { on: 'mentions.named', except: stillNamed },
  },
} as const;

/** Those of them who are in the room still and see the message, without its author. */
function namedPeople(event: Named, ctx: Context): Promise<string[]> {
  return peopleOf(event, event.payload.added, ctx);
}

/** Everybody else was named before, and no longer is. */
function stillNamed(event: Named, ctx: Context): Promise<string[]> {
  return peopleOf(event, addedTo([], event.payload.mentions), ctx);
}

async function peopleOf({ roomId, payload }: Named, { people, all }: Added, ctx: Context): Promise<string[]> {
  const rows = await ctx.em.execute<{ id: string }[]>(
    `select h.id from message m join room r on r.id = m.room_id
     join participant p on p.room_id = r.id join person h on h.id = p.person_id
     where m.id = ?::uuid and r.id = ?::uuid and m.deleted_at is null and h.id <> m.author_id
       and ${ctx.seesRoom} and p.visible_from < m.seq
       and (h.id = any(?::uuid[]) or ?::boolean or (?::boolean and h.role in ('admin', 'teacher', 'assistant')))
     order by h.id`,
    [payload.messageId, roomId, `{${people.join(',')}}`, all.includes('class'), all.includes('teachers')],
  );
  return rows.map(({ id }) => id);
}
