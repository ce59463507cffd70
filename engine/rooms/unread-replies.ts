import type { MyRoomView } from '../views.ts';

/** Replies that are unread in the threads one takes part in; of an archived room none are counted. */
export const unreadReplies = ({ archived, threads }: Pick<MyRoomView, 'archived' | 'threads'>): number =>
  archived ? 0 : Object.values(threads).reduce((sum, { unread }) => sum + unread, 0);
