import { findMyClassroom } from '../classrooms/find-classroom.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { int8, json, uuid } from '../database/row.ts';
import { run, type Sql, sql, text } from '../database/sql.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { authored } from '../messages/authored.ts';
import { THREAD_NEWS } from '../messages/follow-thread.ts';
import { isoUtc } from '../messages/thread-facts.ts';
import { hostless } from '../participants/hosts.ts';
import type { BrowsedRoomView, MyRoomView, RoomDetailsView } from '../views.ts';
import { RESTORABLE_DAYS } from './restore-room.ts';
import { inMyRooms } from './rooms-of.ts';

/** Unread messages are counted up to this many; beyond it nobody reads the number. */
const MOST_UNREAD = 999;
const PREVIEW = 140;
const MOST_THREADS = 100;

/**
 * The asker's rooms with what is unread in them, by class and title. Unread are the live messages of others after the read
 * cursor, outside threads: counted, never the difference of two numbers. Beside them stands what is unread in threads that
 * the asker takes part in.
 */
export function readMyRooms(work: UnitOfWork): Promise<MyRoomView[]> {
  return select(work, sql``);
}

/** One of the asker's rooms. @throws DomainError `missing` */
export async function readMyRoom(work: UnitOfWork, roomId: string): Promise<RoomDetailsView> {
  const firstUnread = sql`|| jsonb_build_object('firstUnread', (select min(m.seq) from message m where ${IS_UNREAD}))`;
  const [room] = await select<RoomDetailsView>(work, sql`and r.id = ${roomId}`, firstUnread);
  if (!room) throw missing();
  return room;
}

/** A condition over `m`, `r` and `p`. */
const IS_UNREAD = sql`m.room_id = r.id and m.seq > greatest(p.seen, p.visible_from) and m.thread_root is null
  and m.kind = 'text' and m.deleted_at is null and m.author_id is distinct from p.person_id`;

function select<View extends MyRoomView>({ em, asked }: UnitOfWork, condition: Sql, more = sql``): Promise<View[]> {
  const { plugins } = asked.school;
  return run(
    em,
    sql({
      room: json<View>(),
    })`select jsonb_build_object('id', r.id, 'classroomId', r.classroom_id, 'kind', r.kind, 'parentId', r.parent_id,
         'title', ${plugins.roomTitle}, 'topic', r.topic,
         'entry', r.entry, 'posting', r.posting, 'history', r.history, 'historyFrom', r.history_from, 'everyone', r.everyone, 'archived', r.archived_at is not null,
         'head', r.head, 'role', ${plugins.roomRole}, 'seen', p.seen, 'unread', u.unread, 'threads', t.threads, 'last', l.last) ${more} room
       from participant p
       join room r on r.id = p.room_id
       cross join lateral (select count(*) unread from (
         select 1 from message m where ${IS_UNREAD} limit ${text(MOST_UNREAD)}) counted) u
       cross join lateral (
         select coalesce(jsonb_object_agg(n.root_id, jsonb_build_object('seen', n.seen, 'unread', n.unread)), '{}') threads
         from (select k.root_id, k.seen, c.unread from thread_cursor k ${THREAD_NEWS}
           where k.person_id = p.person_id and k.room_id = r.id and k.follows and c.unread > 0
           order by k.root_id desc limit ${text(MOST_THREADS)}) n) t
       left join lateral (
         select ${authored(sql`m`)} || jsonb_build_object('id', m.id, 'text', left(m.text, ${text(PREVIEW)}),
           'at', ${isoUtc(sql`m.created_at`)}) last
         from message m where m.room_id = r.id and m.seq > p.visible_from and m.thread_root is null
           and m.kind = 'text' and m.deleted_at is null order by m.seq desc limit 1) l on true
       where p.person_id = ${asked.person?.id ?? null} and ${inMyRooms(plugins)} ${condition}
       order by r.archived_at is not null, r.created_at, r.id`,
  ).then((rows) => rows.map(({ room }) => room));
}

/** The sequence each of a person's rooms stands at, and from where their history begins: what a socket follows. */
export async function readHeads({
  em,
  asked,
}: UnitOfWork): Promise<ReadonlyMap<string, { head: number; visibleFrom: number }>> {
  const rows = await run(
    em,
    sql({
      id: uuid,
      head: int8,
      visible_from: int8,
    })`select r.id, r.head, p.visible_from from participant p join room r on r.id = p.room_id
     where p.person_id = ${asked.person?.id ?? null} and ${inMyRooms(asked.school.plugins)}`,
  );
  return new Map(
    rows.map(({ id, head, visible_from }) => [id, { head: Number(head), visibleFrom: Number(visible_from) }]),
  );
}

/**
 * Rooms of the asker's classes that they are not in: of one that has to be asked for, its title and no more. To the class's
 * staff one that nobody is in charge of is open. Admins see the rooms of every class of the school, when they ask for one class
 * its archived rooms too, and nothing that stands in them.
 * @throws DomainError `missing` for a class that is not theirs
 */
export async function browseRooms(work: UnitOfWork, classroomId: string | null = null): Promise<BrowsedRoomView[]> {
  const { em, asked } = work;
  if (classroomId) await findMyClassroom(em, asked, classroomId);
  const admin = asked.person?.role === 'admin';
  const rows = await run(
    em,
    sql({
      room: json<BrowsedRoomView>(),
    })`select jsonb_build_object('id', r.id, 'classroomId', r.classroom_id, 'title', r.title, 'entry', as_asked.entry,
       'posting', case when as_asked.entry = 'open' or ${admin}::boolean then r.posting end,
       'people', case when as_asked.entry = 'open' or ${admin}::boolean then
         (select count(*) from participant o where o.room_id = r.id and o.left_at is null) end,
       'archived', r.archived_at is not null,
       'way', case when e.role is not null and as_asked.entry = 'open' and r.archived_at is null then 'join'
         when ${admin}::boolean then 'enter' else 'ask' end) room
     from room r
     ${text(admin ? 'left join' : 'join')} enrolment e on e.classroom_id = r.classroom_id
       and e.person_id = ${asked.person?.id ?? null}::uuid and e.ended_at is null
     left join participant p on p.room_id = r.id and p.person_id = ${asked.person?.id ?? null}::uuid
       and p.left_at is null
     cross join lateral (select case when e.role in ('teacher', 'assistant')
       and ${hostless(sql`r.id`)} then 'open' else r.entry end entry) as_asked
     where r.kind = 'class' and r.deleted_at is null and p.room_id is null
       and (r.archived_at is null or ${admin && classroomId !== null}::boolean)
         and (${classroomId}::uuid is null or r.classroom_id = ${classroomId}::uuid)
     order by r.archived_at is not null, r.created_at, r.id`,
  );
  return rows.map(({ room }) => room);
}

export interface DeletedRoomView {
  readonly id: string;
  readonly classroomId: string;
  readonly title: string;
  readonly deletedAt: string;
}

/** Rooms that can still be restored, for admins. @throws DomainError `forbidden` */
export async function readDeletedRooms({ em, asked }: UnitOfWork): Promise<DeletedRoomView[]> {
  if (asked.person?.role !== 'admin') throw forbidden('rooms.admins-only', 'Only an admin may do that.');
  return run(
    em,
    sql<DeletedRoomView>`select r.id, r.classroom_id "classroomId", r.title, ${isoUtc(sql`r.deleted_at`)} "deletedAt"
     from room r
     where r.deleted_at > now() - make_interval(days => ${RESTORABLE_DAYS}::int) order by r.deleted_at desc`,
  );
}
