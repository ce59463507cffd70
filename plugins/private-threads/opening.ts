import { defineEntity, p } from '../../engine/index.ts';

const OpeningSchema = defineEntity({
  name: 'PrivateThreadsOpening',
  tableName: 'private_threads_opening',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    roomId: p.uuid(),
    personId: p.uuid(),
    reason: p.text(),
    /** Nothing up to this sequence was opened. */
    visibleFrom: p.bigint('number'),
    openedAt: p.datetime(),
    closedAt: p.datetime().nullable(),
    erased: p.boolean().default(false),
  },
});
/** The audit of supervision: who opened which conversation, when, why, from where on. */
export class Opening extends OpeningSchema.class {}
OpeningSchema.setClass(Opening);
