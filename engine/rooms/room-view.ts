import type { RoomView } from '../views.ts';
import type { Room } from './room.ts';

/** A room as its participants see it. */
export const roomView = (room: Room): RoomView => ({
  id: room.id,
  classroomId: room.classroomId,
  kind: room.kind,
  parentId: room.parentId ?? null,
  title: room.title,
  topic: room.topic,
  entry: room.entry,
  posting: room.posting,
  history: room.history,
  historyFrom: room.historyFrom,
  everyone: room.everyone,
  archived: room.archivedAt != null,
  head: room.head,
});
