import { defineEntity, p } from '@mikro-orm/postgresql';

const RoomEventSchema = defineEntity({
  name: 'RoomEvent',
  tableName: 'room_event',
  properties: {
    roomId: p.uuid().primary(),
    seq: p.bigint('number').primary(),
    schoolId: p.uuid(),
    type: p.string(),
    byPerson: p.uuid().nullable(),
    byPlugin: p.string().nullable(),
    at: p.datetime(),
    payload: p.json<Record<string, unknown>>(),
  },
});
/** What happened in a room: log, outbox source and replay source in one. */
export class RoomEvent extends RoomEventSchema.class {}
RoomEventSchema.setClass(RoomEvent);
