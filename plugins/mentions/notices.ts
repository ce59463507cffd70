import { type HeardEvent, type PluginContext, run, sql, uuid } from '../../engine/index.ts';
import type { Added, mentions } from './contract.ts';
import { readNamed, toMention } from './read-named.ts';
import { addedTo } from './store-mentions.ts';

type Named = HeardEvent<typeof mentions, 'mentions.named'>;
type Context = PluginContext<typeof mentions>;

/** What deserves attention: that somebody was named and still is, by whoever wrote it; in an edit, only who was not named before. */
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

/** Those of them who are in the room and see the message still, without its author. */
async function namedPeople(event: Named, ctx: Context): Promise<string[]> {
  const { people, all } = event.payload.added;
  const named = await namedNow(event, ctx);
  const audiences = named.all.filter((audience) => all.includes(audience));
  return peopleOf(event, { people: named.people.filter((id) => people.includes(id)), all: audiences }, ctx);
}

/** Everybody else was named before, and no longer is. */
async function stillNamed(event: Named, ctx: Context): Promise<string[]> {
  return peopleOf(event, await namedNow(event, ctx), ctx);
}

/** A telling may be heard late, and after a later one: the message says now whom it names, the telling does not. */
async function namedNow({ payload }: Named, ctx: Context): Promise<Added> {
  return addedTo([], (await readNamed([payload.messageId], ctx)).map(toMention));
}

async function peopleOf({ roomId, payload }: Named, { people, all }: Added, ctx: Context): Promise<string[]> {
  const rows = await run(
    ctx.em,
    sql({ id: uuid })`select h.id from message m join room r on r.id = m.room_id
     join participant p on p.room_id = r.id join person h on h.id = p.person_id
     where m.id = ${payload.messageId}::uuid and r.id = ${roomId}::uuid and m.deleted_at is null and h.id is distinct from m.author_id
       and ${ctx.seesRoom} and p.visible_from < m.seq
       and (h.id = any(${people}::uuid[]) or ${all.includes('class')}::boolean
         or (${all.includes('teachers')}::boolean and h.role in ('admin', 'teacher', 'assistant')))
     order by h.id`,
  );
  return rows.map(({ id }) => id);
}
