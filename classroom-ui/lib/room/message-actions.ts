import { dialogs } from '#lib/dialogs/dialogs.svelte.ts';
import { toast } from '#lib/kit/toast.ts';
import { placeOf } from '#lib/open-room.ts';
import type { MessageView } from '../../../engine/client.ts';
import { copyText } from './copy.ts';
import { mayDelete, mayEdit } from './permissions.ts';
import type { RoomStore } from './room.svelte.ts';
import type { MessagePlace, RoomUi } from './room-ui.svelte.ts';
import { words } from './words.ts';

export interface MessageAction {
  readonly id: 'reply' | 'thread' | 'edit' | 'copyText' | 'copyLink' | 'profile' | 'delete';
  /** The key that does it while the message has the focus. */
  readonly keys: string;
  readonly danger?: boolean;
  run(): void;
}

/** What the reader may do with a message, in the order it is offered. */
export function actionsFor(message: MessageView, place: MessagePlace, store: RoomStore, ui: RoomUi): MessageAction[] {
  const { room, reader, closed } = store;
  if (!room || message.seq === 0 || message.kind === 'system') return [];
  const alive = message.deletedAt === null;
  const author = store.person(message.author);
  const root = message.threadRoot ?? message.id;
  const all: (MessageAction | false)[] = [
    alive && closed === null && { id: 'reply', keys: 'R', run: () => place.writing.reply(message) },
    !place.inThread &&
      (message.thread !== null || (alive && closed === null)) && {
        id: 'thread',
        keys: 'T',
        run: () => ui.openThread(root),
      },
    mayEdit(message, room, reader) && {
      id: 'edit',
      keys: 'E',
      run: () => place.writing.edit(message),
    },
    alive && { id: 'copyText', keys: 'C', run: () => void copyAndTell(message.text) },
    { id: 'copyLink', keys: 'L', run: () => void copy(linkTo(message), words.actions.linkCopied) },
    author !== undefined && { id: 'profile', keys: 'P', run: () => dialogs.open('person-card', { person: author }) },
    mayDelete(message, room, reader) && {
      id: 'delete',
      keys: 'Del',
      danger: true,
      run: () => {
        ui.dialog = { kind: 'delete', message };
      },
    },
  ];
  return all.filter((action) => action !== false);
}

/** Copies what somebody wrote, and says whether the browser let it. */
export const copyAndTell = (text: string): Promise<void> => copy(text, words.actions.textCopied);

async function copy(text: string, done: string): Promise<void> {
  const copied = await copyText(text);
  toast(copied ? done : words.actions.copyFailed, { tone: copied ? 'success' : 'error', id: 'copied' });
}

/** The room's address with the message's place in it. */
export const linkTo = (message: MessageView): string => location.origin + location.pathname + placeOf(message);
