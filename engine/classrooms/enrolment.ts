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
    /** Came by a class code; else the school put them there. */
    byCode: p.boolean(),
    endedAt: p.datetime().nullable(),
    /** Who ended it: the person by leaving, or staff. Null too when nobody of the school did. */
    endedBy: p.uuid().nullable(),
  },
});
/** One line of a class's roster. */
export class Enrolment extends EnrolmentSchema.class {}
EnrolmentSchema.setClass(Enrolment);
