import { defineEntity, p } from '../../engine/index.ts';
import { STATES } from './contract.ts';

const JoinRequestSchema = defineEntity({
  name: 'JoinRequest',
  tableName: 'join_requests',
  properties: {
    id: p.uuid().primary(),
    roomId: p.uuid(),
    personId: p.uuid(),
    schoolId: p.uuid(),
    note: p.text(),
    state: p.enum([...STATES]),
    reason: p.text(),
    askedAt: p.datetime(),
    answeredAt: p.datetime().nullable(),
  },
});
/** One time one person asked to be let into one room, and what came of it. */
export class JoinRequest extends JoinRequestSchema.class {}
JoinRequestSchema.setClass(JoinRequest);
