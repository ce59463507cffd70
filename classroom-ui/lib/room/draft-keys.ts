import { type DeviceStore, device } from '#lib/device/device-store.ts';
import type { MessageView } from '../../../engine/client.ts';
import type { UnsavedEdit } from './writing.svelte.ts';

export interface StoredEdit extends UnsavedEdit {
  readonly at: number;
  /** What it grew out of: words that all tabs had. */
  readonly from?: string;
}

const place = (roomId: string, threadRoot: string | null): string => `${roomId} ${threadRoot ?? ''}`;
export const draftKey = (roomId: string, threadRoot: string | null): string => `draft ${place(roomId, threadRoot)}`;
export const editKey = (roomId: string, threadRoot: string | null, messageId: string): string =>
  `edit ${place(roomId, threadRoot)} ${messageId}`;

/** An edit of this message that was begun and neither saved nor left, with the message as it was then. */
export const unsavedEdit =
  (roomId: string, threadRoot: string | null, store: DeviceStore = device) =>
  (message: MessageView): UnsavedEdit | undefined =>
    store.get<StoredEdit>('drafts', editKey(roomId, threadRoot, message.id));
