import { defineEntity, p } from '@mikro-orm/postgresql';
import { CLASS_ROLES } from '../roles/roles.ts';

const ClassCodeSchema = defineEntity({
  name: 'ClassCode',
  tableName: 'class_code',
  properties: {
    code: p.string().primary(),
    classroomId: p.uuid(),
    schoolId: p.uuid(),
    role: p.enum(CLASS_ROLES),
    createdBy: p.uuid(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
  },
});
/** A short code that puts whoever knows it on a class's roster, until it expires. */
export class ClassCode extends ClassCodeSchema.class {}
ClassCodeSchema.setClass(ClassCode);
