import { getContext, setContext } from 'svelte';
import { api, live } from '#lib/api.ts';
import { session } from '#lib/session.svelte.ts';
import type { Me, PassingFrame } from '../../../engine/client.ts';

const KEY = Symbol('slots');

/** What every contribution is handed, wherever it stands. */
export interface SlotReach {
  /** Null while nobody is known to be signed in: then nothing is drawn. */
  me(): Me | null;
  /** The procedures of the school: each plugin is handed those below its own key. */
  api(): object;
  /** Passing frames to this person and, inside a room, to the room. */
  onPassing(hear: (frame: PassingFrame) => void): () => void;
  onLive(hear: () => void): () => void;
}

const outsideRooms: SlotReach = {
  me: () => (session.person ? { ...session.person, roomRole: null } : null),
  api,
  onPassing: (hear) => live().onPerson(hear),
  onLive: (hear) => live().onStatus((status) => status === 'live' && hear()),
};

/** Offered by the room screen: inside a room one also has a role in it. */
export const offerSlotReach = (reach: SlotReach): SlotReach => setContext(KEY, reach);
export const useSlotReach = (): SlotReach => getContext<SlotReach | undefined>(KEY) ?? outsideRooms;
