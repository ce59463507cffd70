import { defineEntity, p } from '../../engine/index.ts';

const WrittenMessageSchema = defineEntity({
  name: 'WrittenMessage',
  tableName: 'private_threads_message',
  properties: {
    messageId: p.uuid().primary(),
    roomId: p.uuid(),
    schoolId: p.uuid(),
    supervised: p.boolean(),
  },
});
/** Under which mode a message was written: it keeps it, whatever holds later. */
export class WrittenMessage extends WrittenMessageSchema.class {}
WrittenMessageSchema.setClass(WrittenMessage);
