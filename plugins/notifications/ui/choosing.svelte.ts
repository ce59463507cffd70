import type { RoomView } from '../../../engine/client.ts';

/** The room whose level and mute are being chosen in a dialog: menus close before it opens. */
class Choosing {
  room = $state.raw<RoomView | null>(null);
}

export const choosing = new Choosing();
