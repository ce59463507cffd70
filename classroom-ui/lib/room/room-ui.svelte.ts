import { getContext, setContext } from 'svelte';
import type { MessageView, ParticipantView } from '../../../engine/client.ts';
import type { Writing } from './writing.svelte.ts';

/** What stands beside the messages. */
export type Side =
  | { readonly kind: 'people' }
  | {
      readonly kind: 'thread';
      readonly rootId: string;
      /** Sequence of the reply to show. */
      readonly at?: number | undefined;
    };

export type RoomDialog =
  | { readonly kind: 'delete' | 'history'; readonly message: MessageView }
  | { readonly kind: 'sheet'; readonly message: MessageView; readonly place: MessagePlace }
  | { readonly kind: 'remove'; readonly participant: ParticipantView }
  | { readonly kind: 'shortcuts' | 'leave' | 'addPeople' };

/** Where a message is drawn: what is done with it goes to this place's composer. */
export interface MessagePlace {
  readonly writing: Writing;
  readonly inThread: boolean;
}

/** What is open on the room screen. */
export class RoomUi {
  side = $state.raw<Side | null>(null);
  dialog = $state.raw<RoomDialog | null>(null);
  /** Messages stand as they were written, without formats and without what plugins draw in them. */
  asSource = $state(false);
  /** The element to give the focus back to when the side closes. */
  #opener: HTMLElement | null = null;

  constructor(asSource = false) {
    this.asSource = asSource;
  }

  get threadId(): string | null {
    return this.side?.kind === 'thread' ? this.side.rootId : null;
  }

  open(side: Side): void {
    if (!this.side) this.#opener = document.activeElement as HTMLElement | null;
    this.side = side;
  }

  openThread(rootId: string, at?: number): void {
    this.open({ kind: 'thread', rootId, at });
  }

  togglePeople(): void {
    if (this.side?.kind === 'people') this.closeSide();
    else this.open({ kind: 'people' });
  }

  closeSide(): void {
    this.side = null;
    if (this.#opener?.isConnected) this.#opener.focus();
    this.#opener = null;
  }
}

const KEY = Symbol('room-ui');
export const offerRoomUi = (ui: RoomUi): RoomUi => setContext(KEY, ui);
export const useRoomUi = (): RoomUi => getContext<RoomUi>(KEY);
