import { defineEntity, p } from '@mikro-orm/postgresql';

const ThreadCursorSchema = defineEntity({
  name: 'ThreadCursor',
  tableName: 'thread_cursor',
  properties: {
    rootId: p.uuid().primary(),
    personId: p.uuid().primary(),
    roomId: p.uuid(),
    schoolId: p.uuid(),
    seen: p.bigint('number'),
  },
});
/** How far a person has read one thread. */
export class ThreadCursor extends ThreadCursorSchema.class {}
ThreadCursorSchema.setClass(ThreadCursor);
