import { z } from 'zod';
import { lockClassroom } from '../classrooms/lock-classroom.ts';
import type { Access } from '../commands/command.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { conflict, missing } from '../errors/domain-error.ts';
import { demand, findRoom } from '../rooms/find-room.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import type { Room } from '../rooms/room.ts';
import { exitRoom } from './exit-room.ts';

/** Leaves a room; a host may name who is host from now on. An open room can be joined again. */
export const leaveRoom = command('participant.leave', {
  draft: z.strictObject({ roomId: z.uuid(), newHost: z.uuid().optional() }),
  inArchived: true,
  access: ({ roomId }, work) => findRoom(work, roomId),
  async run({ newHost }, access, work) {
    const { room, participant } = access;
    if (!room || !participant) throw missing();
    if (newHost) await nameHost(work, { ...access, room }, newHost);
    return exitRoom(work, room, participant, false, { what: 'left', person: participant.personId });
  },
});

/** Whoever was named may be leaving too: the room is held, and of two hosts who name each other one stays. */
async function nameHost(work: UnitOfWork, access: Access & { readonly room: Room }, personId: string): Promise<void> {
  const { id: roomId, classroomId } = access.room;
  demand(access, 'participant.changeRole');
  await lockClassroom(work, classroomId);
  await lockRoom(work, roomId);
  const here = await run(
    work.em,
    sql`select 1 from participant p join person h on h.id = p.person_id and h.left_at is null
     where p.room_id = ${roomId} and p.person_id = ${personId}
       and p.person_id <> ${access.participant?.personId ?? null} and p.left_at is null`,
  );
  if (here.length === 0)
    throw conflict('participants.not-here', 'They are not in this room any more. Name somebody else.');
  await work.engine.runGranted(work, 'participant.changeRole', { roomId, personId, role: 'host' }, access);
}
