import { defineEntity, p } from '@mikro-orm/postgresql';
import { CLASS_ROLES } from '../roles/roles.ts';

const EnrolmentSchema = defineEntity({
  name: 'Enrolment',
  tableName: 'enrolment',
  properties: {
    classroomId: p.uuid().primary(),
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    role: p.enum(CLASS_ROLES),
    enrolledAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});
/** One line of a class's roster. */
export class Enrolment extends EnrolmentSchema.class {}
EnrolmentSchema.setClass(Enrolment);
