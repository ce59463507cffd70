import { defineEntity, p } from '@mikro-orm/postgresql';

const RoomSchema = defineEntity({
  name: 'Room',
  tableName: 'room',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    classroomId: p.uuid(),
    parentId: p.uuid().nullable(),
    kind: p.string(),
    title: p.string(),
    /** What it is about; empty when nobody has said. */
    topic: p.string(),
    entry: p.enum(['open', 'on-request']),
    posting: p.enum(['discussion', 'announcement']),
    history: p.enum(['all', 'from-join']),
    /** While `history` is `all`: newcomers see nothing up to and including this sequence. 0 shows all. */
    historyFrom: p.bigint('number'),
    everyone: p.boolean(),
    /** Sequence of the newest recorded event; taken under this row's lock, last before commit. */
    head: p.bigint('number'),
    /** Rises with every change of who may post here or what may be quoted; a send numbered against an older one is checked again. */
    roster: p.bigint('number'),
    createdBy: p.uuid(),
    createdAt: p.datetime(),
    archivedAt: p.datetime().nullable(),
    deletedAt: p.datetime().nullable(),
  },
});
/** Where messages are. A private thread is a room with a parent. */
export class Room extends RoomSchema.class {}
RoomSchema.setClass(Room);
