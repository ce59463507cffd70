import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { rooms } from './rooms.svelte.ts';
import { session } from './session.svelte.ts';

/** Goes to a room, asking for it first: it may be newer than the list. @throws what `rooms.details` refuses */
export async function openRoom(roomId: string): Promise<void> {
  await rooms.enter(roomId);
  const room = rooms.get(roomId);
  const school = session.school?.slug;
  if (room && school)
    await goto(resolve('/[school]/[classroom]/[room]', { school, classroom: room.classroomId, room: roomId }));
}
