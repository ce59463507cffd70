import { defineEntity, p } from '../../engine/index.ts';
import type { Narrowing } from './contract.ts';

const PolicySchema = defineEntity({
  name: 'PrivateThreadsPolicy',
  tableName: 'private_threads_policy',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    classroomId: p.uuid(),
    /** Null: the whole class. */
    roomId: p.uuid().nullable(),
    rules: p.json<Narrowing>(),
    changedBy: p.uuid(),
    changedAt: p.datetime(),
  },
});
/** How a class, or one room of it, narrows the rules of its school. */
export class Policy extends PolicySchema.class {}
PolicySchema.setClass(Policy);
