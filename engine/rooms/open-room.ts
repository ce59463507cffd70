import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { findMyClassroom } from '../classrooms/find-classroom.ts';
import { lockClassroom } from '../classrooms/lock-classroom.ts';
import type { Access } from '../commands/command.ts';
import { command } from '../commands/command.ts';
import type { Draft } from '../commands/commands.ts';
import { record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { conflict, forbidden, invalid } from '../errors/domain-error.ts';
import { enterRoom } from '../participants/enter-room.ts';
import { handOver } from '../participants/hand-over.ts';
import { ROOM_ROLES, roomRoleFor } from '../roles/roles.ts';
import { Title, Topic } from '../text.ts';
import { findMyRoom } from './find-room.ts';
import { Room } from './room.ts';
import { roomView } from './room-view.ts';

/** How a room can be set up. Defaults: no topic, a discussion, open to the class, whole history. */
export const RoomSetup = z.strictObject({
  topic: Topic.default(''),
  entry: z.enum(['open', 'on-request']).default('open'),
  posting: z.enum(['discussion', 'announcement']).default('discussion'),
  history: z.enum(['all', 'from-join']).default('all'),
  everyone: z.boolean().default(false),
});

const OpenRoom = z.strictObject({
  ...RoomSetup.shape,
  classroomId: z.uuid(),
  title: Title,
  kind: z.string().max(40).default('class'),
  parentId: z.uuid().nullable().default(null),
  people: z.array(z.strictObject({ personId: z.uuid(), role: z.enum(ROOM_ROLES) })).optional(),
});

/**
 * Opens a room in a class; whoever opens it is its host, and the class's teacher is where a plugin does. Rooms of other kinds than `class` are opened by their plugins,
 * which may say who is in them from the beginning, and as what (`people`).
 */
export const openRoom = command('room.open', {
  draft: OpenRoom,
  access: (draft, work) => (draft.kind === 'class' ? classToOpenIn(draft, work) : parentToOpenIn(draft, work)),
  async run(draft, access, work) {
    const room = work.em.create(Room, newRoom(draft, access, work));
    await work.em.flush();
    record(work, room.id, 'room.opened', { room: roomView(room) });
    if (room.kind !== 'class' && draft.people)
      for (const { personId, role } of draft.people) await enterRoom(work, room, personId, role, null);
    else if (work.asked.person) await enterRoom(work, room, work.asked.person.id, 'host', null);
    if (room.everyone && access.classroom) await enterEveryone(work, room);
    if (room.kind === 'class' && !work.asked.person) {
      await lockClassroom(work, room.classroomId);
      await handOver(work, room);
    }
    return room;
  },
});

async function classToOpenIn(draft: Draft<'room.open'>, work: UnitOfWork): Promise<Access> {
  const access = await findMyClassroom(work.em, work.asked, draft.classroomId);
  if (access.classRole !== 'teacher' && access.classRole !== 'assistant') {
    throw forbidden('rooms.not-allowed', 'Only staff of this class may open rooms.');
  }
  if (access.classroom.archivedAt != null) throw conflict('classrooms.archived', 'This class is archived.');
  return access;
}

async function parentToOpenIn(draft: Draft<'room.open'>, work: UnitOfWork): Promise<Access> {
  const offered = [...work.asked.school.plugins].some(({ contract }) => contract.roomKinds?.includes(draft.kind));
  if (!offered || !draft.parentId) throw invalid('kind', 'There is no such kind of room.');
  const { room } = await findMyRoom(work.em, work.asked, draft.parentId);
  if (room.classroomId !== draft.classroomId) throw invalid('classroomId', 'That is not the class of the parent room.');
  return { room };
}

const newRoom = (
  { people: _, ...draft }: Draft<'room.open'>,
  { classroom, room: parent }: Access,
  work: UnitOfWork,
) => ({
  ...draft,
  id: newId(),
  schoolId: work.asked.school.id,
  historyFrom: 0,
  head: 0,
  roster: 0,
  // A plugin's room is in the name of who made what it stands in.
  createdBy: work.asked.person?.id ?? classroom?.createdBy ?? parent?.createdBy ?? '',
  createdAt: new Date(),
  archivedAt: null,
  deletedAt: null,
});

async function enterEveryone(work: UnitOfWork, room: Room): Promise<void> {
  const roster = await run(
    work.em,
    sql<{
      person_id: string;
      role: 'teacher' | 'assistant' | 'student' | 'guardian';
    }>`select e.person_id, e.role from enrolment e
     where e.classroom_id = ${room.classroomId} and e.ended_at is null
       and e.person_id is distinct from ${work.asked.person?.id ?? null}::uuid
     order by e.enrolled_at, e.person_id`,
  );
  for (const { person_id, role } of roster) await enterRoom(work, room, person_id, roomRoleFor(role), null);
}
