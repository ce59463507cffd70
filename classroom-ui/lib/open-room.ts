import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { MessageView } from '../../engine/client.ts';
import { rooms } from './rooms.svelte.ts';
import { session } from './session.svelte.ts';

/** Where in its room a message stands, as the end of the room's address. */
export const placeOf = ({ seq, threadRoot }: Pick<MessageView, 'seq' | 'threadRoot'>): string =>
  `?${threadRoot ? `thread=${threadRoot}&` : ''}at=${seq}`;

/**
 * Goes to a room, asking for it first: it may be newer than the list; at a message of it when one is said.
 * @throws what `rooms.details` refuses
 */
export async function openRoom(roomId: string, at?: Pick<MessageView, 'seq' | 'threadRoot'>): Promise<void> {
  await rooms.enter(roomId);
  const room = rooms.get(roomId);
  const school = session.school?.slug;
  if (!room || !school) return;
  const address = resolve('/[school]/[classroom]/[room]', { school, classroom: room.classroomId, room: roomId });
  await goto(address + (at ? placeOf(at) : ''));
}
