import { defineEntity, p } from '@mikro-orm/postgresql';

const MessageEditSchema = defineEntity({
  name: 'MessageEdit',
  tableName: 'message_edit',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    messageId: p.uuid(),
    /** What the message said before this edit. */
    text: p.text(),
    editedAt: p.datetime(),
  },
});
/** What a message said before: shown to its author and to staff. Emptied when the message is deleted. */
export class MessageEdit extends MessageEditSchema.class {}
MessageEditSchema.setClass(MessageEdit);
