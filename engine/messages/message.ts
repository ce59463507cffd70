import { defineEntity, p } from '@mikro-orm/postgresql';
import type { SystemNote } from '../views.ts';

const MessageSchema = defineEntity({
  name: 'Message',
  tableName: 'message',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    roomId: p.uuid(),
    /** Number of its `message.sent` event. Null only inside the transaction that stores it, before numbering. */
    seq: p.bigint('number').nullable(),
    kind: p.enum(['text', 'system']),
    authorId: p.uuid(),
    clientId: p.uuid(),
    text: p.text(),
    note: p.json<SystemNote>().nullable(),
    quoteId: p.uuid().nullable(),
    threadRoot: p.uuid().nullable(),
    createdAt: p.datetime(),
    editedAt: p.datetime().nullable(),
    deletedAt: p.datetime().nullable(),
    deletedBy: p.uuid().nullable(),
  },
});
/** One utterance, or a line the engine says itself. */
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);
