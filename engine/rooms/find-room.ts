import type { EntityManager } from '@mikro-orm/postgresql';
import type { Asked } from '../commands/asked.ts';
import type { Access } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { conflict, forbidden, missing } from '../errors/domain-error.ts';
import { Participant } from '../participants/participant.ts';
import { can, type EnginePermission } from '../roles/can.ts';
import type { ClassRole } from '../roles/roles.ts';
import { Room } from './room.ts';
import { inMyRooms } from './rooms-of.ts';

type Row = Record<string, unknown>;
export interface RoomAccess extends Access {
  readonly room: Room;
  readonly participant: Participant;
}

/**
 * Finds a room through the rooms the asker is in. One query, whatever is wrong: a room that is not there, of another
 * school, of a kind that is off or not theirs cannot be told apart.
 * @throws DomainError `missing`
 */
export async function findMyRoom(em: EntityManager, asked: Asked, roomId: string): Promise<RoomAccess> {
  const rows = await run(
    em,
    sql({
      r: json<Row>(),
      p: json<Row>(),
    })`select to_jsonb(r) r, to_jsonb(p) || jsonb_build_object('role', ${asked.school.plugins.roomRole}) p
     from participant p join room r on r.id = p.room_id
     where p.person_id = ${asked.person?.id ?? null} and p.room_id = ${roomId} and ${inMyRooms(asked.school.plugins)}`,
  );
  if (!rows[0]) throw missing();
  return { room: em.map(Room, rows[0].r), participant: em.map(Participant, rows[0].p) };
}

/** The same for a command: a plugin on its own account finds any live room of the school. */
export async function findRoom(work: UnitOfWork, roomId: string): Promise<Access> {
  if (work.asked.person) return findMyRoom(work.em, work.asked, roomId);
  const room = await work.em.findOne(Room, { id: roomId, deletedAt: null });
  if (!room) throw missing();
  return { room };
}

/**
 * A live room of a plugin's kind, for commands that only such a plugin asks: whether the asker may is the plugin's to decide.
 * @throws DomainError `missing`; `forbidden` for a room of the engine's own kind
 */
export async function findPluginsRoom(work: UnitOfWork, roomId: string): Promise<Access> {
  const room = await work.em.findOne(Room, { id: roomId, deletedAt: null });
  if (!room) throw missing();
  if (room.kind === 'class') throw notAllowed();
  return { room };
}

/** Finds a room in which the asker's role holds a permission. @throws DomainError `missing`, `forbidden` */
export async function findRoomWith(work: UnitOfWork, roomId: string, permission: EnginePermission): Promise<Access> {
  const access = await findRoom(work, roomId);
  demand(access, permission);
  return access;
}

/** A plugin on its own account holds every permission: what it may ask was decided when it was installed. */
export function demand(access: Access, permission: EnginePermission): void {
  if (access.participant && !can(access.participant.role, permission)) throw notAllowed();
}

export const archived = (): ReturnType<typeof conflict> => conflict('rooms.archived', 'This room is archived.');

/** An archived room is read, and nothing of it is changed. @throws DomainError `rooms.archived` */
export function demandInUse({ archivedAt }: Pick<Room, 'archivedAt'>): void {
  if (archivedAt != null) throw archived();
}

export const notAllowed = (): ReturnType<typeof forbidden> =>
  forbidden('roles.not-allowed', 'Your role in this room does not allow that.');

/**
 * Finds a room of a class the asker is in, whether or not they are in the room: for joining and asking.
 * @throws DomainError `missing` when it is not a room of their class
 */
export async function findRoomAtGate(
  em: EntityManager,
  asked: Asked,
  roomId: string,
): Promise<Access & { room: Room; classRole: ClassRole }> {
  const rows = await run(
    em,
    sql<{ r: Row; p: Row | null; class_role: ClassRole }>`select to_jsonb(r) r, to_jsonb(p) p, e.role class_role
     from room r
     join enrolment e on e.classroom_id = r.classroom_id and e.person_id = ${asked.person?.id ?? null}
       and e.ended_at is null
     left join participant p on p.room_id = r.id and p.person_id = e.person_id
     where r.id = ${roomId} and r.kind = 'class' and r.deleted_at is null`,
  );
  const row = rows[0];
  if (!row) throw missing();
  const room = em.map(Room, row.r);
  return { room, classRole: row.class_role, ...(row.p && { participant: em.map(Participant, row.p) }) };
}
