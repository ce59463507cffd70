import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Authored, SystemNote } from '../views.ts';

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
    /** Null: a plugin said it, in its own name. It is nobody's then, and no person edits it. */
    authorId: p.uuid().nullable(),
    /** Which plugin; null where a person wrote it. */
    byPlugin: p.string().nullable(),
    /** What the plugin names it by, once in its room. */
    pluginKey: p.string().nullable(),
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
/** One utterance of a person or a plugin, or a line about the room. */
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);

/** Whose words a message has. */
export const authorOf = ({ authorId, byPlugin }: Pick<Message, 'authorId' | 'byPlugin'>): Authored => ({
  author: authorId ?? null,
  ...(byPlugin != null && { by: { plugin: byPlugin } }),
});
