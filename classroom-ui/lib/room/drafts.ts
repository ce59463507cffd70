import { recall, remember } from '#lib/storage.ts';

// What stands unsent in a composer, by room and thread. Forgotten with everything else when the person signs out.
const keyOf = (roomId: string, threadRoot: string | null): string =>
  threadRoot === null ? `draft:${roomId}` : `draft:${roomId}:${threadRoot}`;

export const readDraft = (roomId: string, threadRoot: string | null): string => recall(keyOf(roomId, threadRoot)) ?? '';

export const keepDraft = (roomId: string, threadRoot: string | null, text: string): void =>
  remember(keyOf(roomId, threadRoot), text.trim() === '' ? null : text);
