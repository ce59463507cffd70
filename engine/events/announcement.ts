import type { EventFrame, PassingFrame } from '../realtime/protocol.ts';

/**
 * What has just become true and committed, for every node to act on. `events` ascend by sequence within one room.
 * `entered` and `exited` move a person's open sockets on and off a room's topic; `head` is the room's newest sequence.
 */
export type Announcement =
  | {
      readonly kind: 'events';
      readonly schoolId: string;
      readonly room: string;
      readonly events: readonly EventFrame[];
    }
  | {
      readonly kind: 'passing';
      readonly schoolId: string;
      readonly room?: string;
      readonly person?: string;
      readonly frame: PassingFrame;
    }
  | {
      readonly kind: 'entered' | 'exited';
      readonly schoolId: string;
      readonly room: string;
      readonly person: string;
      readonly head: number;
    }
  /** Without `session`: every session of the account. */
  | { readonly kind: 'signed-out'; readonly account: string; readonly session?: string }
  /** A role, or leaving the school: their sockets come back and are read anew. */
  | { readonly kind: 'person-changed'; readonly person: string }
  /** What they are called and look like: their sockets stay, and know it from now on. */
  | {
      readonly kind: 'person-edited';
      readonly person: string;
      readonly now: { readonly name: string; readonly avatarVersion: string | null };
    }
  /** The school file was saved: manifests and visibility may differ. */
  | { readonly kind: 'school-changed'; readonly schoolId: string };

/** Where committed news goes. Losing one costs a reader a look into the log, never an event. */
export interface Announcer {
  publish(announcement: Announcement): void;
}
