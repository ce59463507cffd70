import { type Asked, byOf } from '../commands/asked.ts';
import { tell, type UnitOfWork } from '../commands/unit-of-work.ts';
import { run, type Sql, sql, text } from '../database/sql.ts';
import type { Engine } from '../engine.ts';
import type { EnginePassing } from '../events/engine-events.ts';
import { logFailure } from '../operation/log-failure.ts';
import { inMyRooms } from '../rooms/rooms-of.ts';
import type { SchoolPlugins } from '../schools/school-plugins.ts';

// People follow a thread they take part in: they began it or answered in it, by a message that is live. They are the ones
// who are notified of an answer (`messages/notices.ts`), and whose list of rooms counts what is new in it.

type Told = { readonly person: string } & EnginePassing['thread.replied'];

/** In one thread unread replies are counted up to this many. */
const MOST_UNREAD = 999;

/** SQL for who follows a thread because of a reply: the authors of the reply and of the thread's root, where a person wrote that. */
export const FOLLOWERS = (root: Sql, author: Sql): Sql =>
  sql`select ${author} id union select b.author_id from message b where b.id = ${root} and b.deleted_at is null
    and b.author_id is not null`;

/** SQL that counts what is unread in a thread as `c.unread`, over `k` (whose, in which thread) and `p` (that person in the room). */
export const THREAD_NEWS = sql`
  join message b on b.id = k.root_id and b.seq > p.visible_from
  cross join lateral (select count(*)::int unread from (
    select 1 from message u where u.thread_root = k.root_id and u.deleted_at is null and u.author_id is distinct from k.person_id
      and u.seq > k.seen limit ${text(MOST_UNREAD)}) few) c`;

/** After a reply: its author and the author of the root follow the thread, and all followers are told. */
export async function followThread(
  work: UnitOfWork,
  { roomId, threadRoot, author }: { roomId: string; threadRoot?: string; author: string | null },
): Promise<void> {
  if (!threadRoot || author === null) return;
  const root = sql`${threadRoot}::uuid`;
  await run(
    work.em,
    sql`insert into thread_cursor (root_id, person_id, room_id, school_id, seen, follows)
     select ${root}, w.id, ${roomId}::uuid, ${work.asked.school.id}::uuid, 0, true
     from (${FOLLOWERS(root, sql`${author}::uuid`)}) w
     where not exists (select from thread_cursor k where k.root_id = ${root} and k.person_id = w.id and k.follows)
     on conflict (root_id, person_id) do update set follows = true`,
  );
  for (const { person, ...news } of await toldOf(work.em, work.asked.school.plugins, threadRoot))
    tell(work, { person }, 'thread.replied', news);
}

/** The same for a reply that was stored, with its followers, by the express way: it is sent, whether they can be told or not. */
export async function tellFollowersOf(engine: Engine, asked: Asked, rootId: string): Promise<void> {
  const { id: schoolId, plugins } = asked.school;
  try {
    const told = await engine.database.inSchool(schoolId, (em) => toldOf(em, plugins, rootId));
    for (const { person, ...payload } of told) {
      const frame = { t: 'passing' as const, event: 'thread.replied', payload, by: byOf(asked) };
      engine.announcer.publish({ kind: 'passing', schoolId, person, frame });
    }
  } catch (error) {
    logFailure(engine.log, error, { rootId }, 'followers of a thread could not be told');
  }
}

/** Somebody's message was deleted: they follow its thread for as long as another of theirs in it is live. */
export async function unfollowThread(
  { em }: UnitOfWork,
  {
    id,
    threadRoot,
    authorId,
  }: { id: string; threadRoot?: string | null | undefined; authorId?: string | null | undefined },
): Promise<void> {
  if (authorId == null) return;
  const root = threadRoot ?? id;
  await run(
    em,
    sql`update thread_cursor set follows = false
       where root_id = ${root} and person_id = ${authorId} and follows and not exists (
       select from message w where (w.id = ${root} or w.thread_root = ${root}) and w.author_id = ${authorId}
         and w.deleted_at is null)`,
  );
}

/** To each of them who sees the thread and has something unread in it, how much. */
function toldOf(em: UnitOfWork['em'], plugins: SchoolPlugins, rootId: string): Promise<Told[]> {
  return run(
    em,
    sql<Told>`select k.person_id person, k.room_id "roomId", k.root_id "rootId", k.seen::int seen, c.unread
     from thread_cursor k join room r on r.id = k.room_id
     join participant p on p.room_id = k.room_id and p.person_id = k.person_id ${THREAD_NEWS}
     where k.root_id = ${rootId} and k.follows and c.unread > 0 and ${inMyRooms(plugins)}`,
  );
}
