import type { RoomRole } from '../../../engine/contract.ts';
import type { reactions } from '../contract.ts';
import type { Reacted } from '../reduce.ts';

/** The emoji on a message as they stand side by side: the school's palette in its order, then the others as they came. */
export function inOrder(shown: Reacted, palette: readonly string[]): string[] {
  const given = Object.keys(shown);
  const offered = palette.filter((emoji) => given.includes(emoji));
  return [...offered, ...given.filter((emoji) => !offered.includes(emoji))];
}

// Written out, so that browsers need not load the contract's schemas; the compiler holds it to what the contract says.
const REACT = [
  'host',
  'moderator',
  'member',
] as const satisfies readonly (typeof reactions)['permissions']['react'][number][];

/** Whether the screen offers to react. The server decides again, whatever is offered. */
export const mayReact = (role: RoomRole | null, room: { readonly archived: boolean }): boolean =>
  !room.archived && role !== null && (REACT as readonly RoomRole[]).includes(role);
