import { type PluginContext, type Sql, sql } from '../../engine/index.ts';
import type { notifications } from './contract.ts';

export type Context = PluginContext<typeof notifications>;

// What somebody can see of their notices, as SQL over `n` (a notice), `r` (its room), `p` (that person's participant row
// there, or nothing), `m` (the message it is about, or nothing) and `k` (how far that person read its thread, or nothing).

export const NOTICES = sql`notifications n
  join room r on r.id = n.room_id
  left join participant p on p.room_id = n.room_id and p.person_id = n.person_id
  left join message m on m.id = n.message_id
  left join thread_cursor k on k.root_id = m.thread_root and k.person_id = n.person_id`;

/** The plugin in whose name the message was said that the notice came with; else null. */
export const BY_PLUGIN = sql`case when n.by_id is null and n.fresh then m.by_plugin end`;
/** What that plugin is called. */
export const pluginTitle = ({ titles }: Pick<Context, 'titles'>): Sql =>
  sql`coalesce(${JSON.stringify(titles)}::jsonb ->> (${BY_PLUGIN}), ${BY_PLUGIN})`;

/**
 * Whether they may see it now: a message where they see its room and it is not deleted; what is about no message also from
 * outside, in their class, where they see the room's title. What a plugin that is off offered is not seen.
 */
export const visible = (ctx: Pick<Context, 'seesRoom' | 'notices'>): Sql => sql`
  n.taken_back_at is null and not n.held and n.notice = any(${Object.keys(ctx.notices)}::text[])
    and r.deleted_at is null and ${seen(ctx, sql`n.person_id`, sql`n.message_id is not null`)}`;

/** The same for somebody who is not told yet. */
export const seen = ({ seesRoom }: Pick<Context, 'seesRoom'>, person: Sql, aboutMessage: Sql): Sql => sql`
  case when ${aboutMessage}
    then p.person_id is not null and m.id is not null and m.deleted_at is null and p.visible_from < m.seq and ${seesRoom}
    else (p.person_id is not null and ${seesRoom}) or (r.kind = 'class' and r.deleted_at is null and exists (
      select 1 from enrolment e
      where e.classroom_id = r.classroom_id and e.person_id = ${person} and e.ended_at is null)) end`;

/** Whether they have read up to the message: the room, or where it stands in a thread, that. */
export const PASSED = sql`case when m.thread_root is null then coalesce(p.seen, 0)
  else coalesce(k.seen, 0) end >= m.seq`;

/** Whether it is still new to them. The engine's cursors say so too, whatever was missed while the plugin was off. */
export const UNREAD = sql`n.read_at is null and not (n.fresh and ${PASSED})`;
