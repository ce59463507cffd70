import { defineEntity, p } from '@mikro-orm/postgresql';

const OutboxRowSchema = defineEntity({
  name: 'OutboxRow',
  tableName: 'outbox',
  properties: {
    /** Also the job's id: a row relayed twice is one job. */
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    /** `after` names an event to hear; anything else is a plugin's job, `<plugin>.<job>`. */
    kind: p.string(),
    roomId: p.uuid().nullable(),
    seq: p.bigint('number').nullable(),
    payload: p.json<unknown>().nullable(),
    /** Not before this time. */
    dueAt: p.datetime().nullable(),
    /** The plugin whose work this row came from: its own `after` does not hear it. */
    byPlugin: p.string().nullable(),
    createdAt: p.datetime(),
  },
});
/** Work promised by a transaction, handed to BullMQ after it committed. */
export class OutboxRow extends OutboxRowSchema.class {}
OutboxRowSchema.setClass(OutboxRow);
