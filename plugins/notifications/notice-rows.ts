import { defineEntity, p } from '../../engine/index.ts';

const NoticeSchema = defineEntity({
  name: 'Notification',
  tableName: 'notifications',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    /** Whose it is. */
    personId: p.uuid(),
    /** What it comes from: the event's room and number, and the notice's name. */
    roomId: p.uuid(),
    seq: p.bigint('number'),
    notice: p.string(),
    /** Who caused it; null where a plugin did. */
    byId: p.uuid().nullable(),
    messageId: p.uuid().nullable(),
    /** It came with the message itself: whoever reads that has read this. */
    fresh: p.boolean(),
    at: p.datetime(),
    readAt: p.datetime().nullable(),
    /** What caused it was undone; kept, so that doing and undoing it again tells nobody anew. */
    takenBackAt: p.datetime().nullable(),
    /** When it may be told: after quiet hours. */
    dueAt: p.datetime(),
    /** Kept until then. */
    held: p.boolean(),
    mailedAt: p.datetime().nullable(),
  },
});
/** One thing one person is told of. No text stands here: it is read where it was written, by whoever may. */
export class Notification extends NoticeSchema.class {}
NoticeSchema.setClass(Notification);

const RoomChoiceSchema = defineEntity({
  name: 'NotificationsRoom',
  tableName: 'notifications_room',
  properties: {
    roomId: p.uuid().primary(),
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    level: p.enum(['every', 'all', 'mentions', 'none']),
    mutedUntil: p.datetime().nullable(),
    chosenAt: p.datetime(),
  },
});
/** What somebody wants to be told of in one room; without a row, of everything. */
export class NotificationsRoom extends RoomChoiceSchema.class {}
RoomChoiceSchema.setClass(NotificationsRoom);

const LookingSchema = defineEntity({
  name: 'NotificationsLooking',
  tableName: 'notifications_looking',
  properties: {
    connectionId: p.uuid().primary(),
    /** A room, the root of a thread, or a browser that is pushed to. */
    placeId: p.uuid().primary(),
    personId: p.uuid(),
    schoolId: p.uuid(),
    since: p.datetime(),
  },
});
/** What is on somebody's screen, by the page's socket. */
export class NotificationsLooking extends LookingSchema.class {}
LookingSchema.setClass(NotificationsLooking);

const ReasonChoiceSchema = defineEntity({
  name: 'NotificationsReason',
  tableName: 'notifications_reason',
  properties: {
    personId: p.uuid().primary(),
    notice: p.string().primary(),
    schoolId: p.uuid(),
    /** Whether they are told of it at all. */
    bell: p.boolean(),
    /** Whether a device is told too. */
    push: p.boolean(),
    /** Whether it is mailed while it stays unread. */
    mail: p.boolean(),
    chosenAt: p.datetime(),
  },
});
/** By which ways somebody wants to be told of one kind of notices; without a row, by all. */
export class NotificationsReason extends ReasonChoiceSchema.class {}
ReasonChoiceSchema.setClass(NotificationsReason);

const PersonChoiceSchema = defineEntity({
  name: 'NotificationsPerson',
  tableName: 'notifications_person',
  properties: {
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    /** `18:00-07:00`, by the school's clock; empty: none. */
    quietHours: p.string(),
    quietWeekends: p.boolean(),
    mail: p.boolean(),
    /** A mail could not be handed over: none before this time. */
    mailFrom: p.datetime().nullable(),
    chosenAt: p.datetime(),
  },
});
/** When somebody wants to be told nothing, and whether to be mailed; without a row, always and yes. */
export class NotificationsPerson extends PersonChoiceSchema.class {}
PersonChoiceSchema.setClass(NotificationsPerson);

const DeviceSchema = defineEntity({
  name: 'NotificationsDevice',
  tableName: 'notifications_device',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    personId: p.uuid(),
    /** By which somebody asked for it: it is told as long as that lasts. */
    session: p.string(),
    /** Where its push service is asked, and the keys by which only it can read. */
    endpoint: p.string(),
    p256dh: p.string(),
    auth: p.string(),
    /** How often in a row its push service did not take a message. */
    failures: p.smallint(),
    /** Not asked before; what is due since `awaySince` is told then. */
    awayUntil: p.datetime().nullable(),
    awaySince: p.datetime().nullable(),
    addedAt: p.datetime(),
  },
});
/** A browser that is told while no page of it is on the screen. */
export class NotificationsDevice extends DeviceSchema.class {}
DeviceSchema.setClass(NotificationsDevice);

const PushedSchema = defineEntity({
  name: 'NotificationsPushed',
  tableName: 'notifications_pushed',
  properties: {
    noticeId: p.uuid().primary(),
    deviceId: p.uuid().primary(),
    schoolId: p.uuid(),
    pushedAt: p.datetime(),
    underWayUntil: p.datetime().nullable(),
  },
});
/** A notice that a browser was told. */
export class NotificationsPushed extends PushedSchema.class {}
PushedSchema.setClass(NotificationsPushed);
