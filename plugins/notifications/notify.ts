import { v7 as newId } from 'uuid';
import { type DueNotice, run, sql } from '../../engine/index.ts';
import { tellCounts } from './count.ts';
import { dueTimes } from './due-times.ts';
import { levelsFor, sayReason } from './every-message.ts';
import { HAS_DEVICE, type Kept, tellDevices } from './kept.ts';
import { looksAt } from './looking.ts';
import { type Context, PASSED, seen } from './reads.ts';
import { bringBack } from './take-back.ts';

/**
 * Keeps what is due for all whom it concerns, in one statement however many they are, and tells their devices. Not for
 * whoever has read the message by now, looks at where it stands, does not see it, has muted the room, wants less of it or
 * nothing of this kind. In quiet hours it is kept
 * and not told. Called again with the same notice it keeps and tells nothing.
 */
export async function notify(due: DueNotice, ctx: Context): Promise<void> {
  const { notice, roomId, seq, at, by, messageId, people } = due;
  const byId = 'person' in by ? by.person : null;
  const times = await dueTimes(people, ctx);
  const kept = await run(
    ctx.em,
    sql<Kept>`insert into notifications (id, school_id, person_id, room_id, seq, notice, by_id, message_id, fresh, at,
       due_at, held)
     select t.id, r.school_id, h.id, r.id, ${seq}::bigint, ${notice}::text, ${byId}::uuid, m.id, f.fresh,
       ${at}::timestamptz,
       coalesce(t.due, now()), t.due is not null
     from unnest(${people.map(() => newId())}::uuid[], ${people}::uuid[],
       ${times.map((time) => time?.toISOString() ?? null)}::timestamptz[]) t(id, person, due)
     join person h on h.id = t.person and h.left_at is null
     join room r on r.id = ${roomId}::uuid
     left join participant p on p.room_id = r.id and p.person_id = h.id
     left join message m on m.id = ${messageId}::uuid and m.room_id = r.id
     left join thread_cursor k on k.root_id = m.thread_root and k.person_id = h.id
     left join notifications_room c on c.room_id = r.id and c.person_id = h.id
     left join notifications_reason w on w.person_id = h.id and w.notice = ${notice}::text
     cross join lateral (select coalesce(m.created_at = ${at}::timestamptz, false) fresh) f
     where ${seen(ctx, sql`h.id`, sql`${messageId !== null}::boolean`)} and not (f.fresh and ${PASSED})
       and not ${looksAt(sql`h.id`, sql`coalesce(m.thread_root, r.id)`)}
       and coalesce(w.bell, true) and coalesce(c.muted_until <= now(), true)
         and coalesce(c.level, 'all') = any(${levelsFor(due)}::text[])
     order by h.id
     on conflict do nothing
     returning id, person_id, held, ${HAS_DEVICE} device`,
  );
  await sayReason(due, ctx);
  const back = await bringBack(due, ctx);
  const told = kept.filter(({ held }) => !held);
  tellDevices(told, ctx);
  tellCounts(
    [...told, ...back].map(({ person_id }) => person_id),
    ctx,
  );
}
