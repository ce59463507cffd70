import { defineEntity, p } from '../../engine/index.ts';

const PresenceRowSchema = defineEntity({
  name: 'PresenceRow',
  tableName: 'presence',
  properties: {
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    busy: p.boolean(),
    hidden: p.boolean(),
    /** As others were last told. */
    state: p.string(),
    /** When they went offline for the last time. */
    seenAt: p.datetime().nullable(),
    changedAt: p.datetime(),
  },
});
/** What somebody chose, and as what they were last told of. */
export class PresenceRow extends PresenceRowSchema.class {}
PresenceRowSchema.setClass(PresenceRow);
