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
    /** They began it or answered in it, by a message that is live: what is new in it is counted in their list of rooms. */
    follows: p.boolean(),
  },
});
/** How far a person has read one thread. */
export class ThreadCursor extends ThreadCursorSchema.class {}
ThreadCursorSchema.setClass(ThreadCursor);
