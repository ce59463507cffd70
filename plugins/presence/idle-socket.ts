import { defineEntity, p } from '../../engine/index.ts';

const IdleSocketSchema = defineEntity({
  name: 'IdleSocket',
  tableName: 'presence_idle',
  properties: {
    connectionId: p.uuid().primary(),
    personId: p.uuid(),
    schoolId: p.uuid(),
    since: p.datetime(),
  },
});
/** A socket whose page nobody has touched for a while. */
export class IdleSocket extends IdleSocketSchema.class {}
IdleSocketSchema.setClass(IdleSocket);
