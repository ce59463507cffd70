import type { RoomStore } from './room.svelte.ts';

/** The room on the screen, for what stands outside of it: dialogs of the shell. */
class OnScreen {
  store = $state.raw<RoomStore | null>(null);

  /** Answers how to say that it is there no more. */
  show(store: RoomStore): () => void {
    this.store = store;
    return () => {
      if (this.store === store) this.store = null;
    };
  }
}

export const onScreen = new OnScreen();
