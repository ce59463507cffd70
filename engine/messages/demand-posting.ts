import type { Access } from '../commands/command.ts';
import { demand, demandInUse } from '../rooms/find-room.ts';
import type { Room } from '../rooms/room.ts';

/**
 * Whether somebody may say something in a room now. Sends that share a statement are asked the same in `send-statement.ts`.
 * @throws DomainError `conflict` when the room is archived, `forbidden` to a role that only reads
 */
export function demandPosting(access: Access & { readonly room: Room }): void {
  demandInUse(access.room);
  demand(access, access.room.posting === 'announcement' ? 'message.announce' : 'message.send');
}
