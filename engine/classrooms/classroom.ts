import { defineEntity, p } from '@mikro-orm/postgresql';

const ClassroomSchema = defineEntity({
  name: 'Classroom',
  tableName: 'classroom',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    title: p.string(),
    createdBy: p.uuid(),
    createdAt: p.datetime(),
    archivedAt: p.datetime().nullable(),
  },
});
/** A class within a school; owns rooms and has a roster. */
export class Classroom extends ClassroomSchema.class {}
ClassroomSchema.setClass(Classroom);
