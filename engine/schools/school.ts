import { defineEntity, p } from '@mikro-orm/postgresql';

const SchoolSchema = defineEntity({
  name: 'School',
  tableName: 'school',
  properties: {
    id: p.uuid().primary(),
    slug: p.string().unique(),
    createdAt: p.datetime(),
    /** Another one since the database was restored: numbers of rooms from before may stand for something else now. */
    epoch: p.uuid().defaultRaw('gen_random_uuid()'),
  },
});
/** One tenant. What a school is called and how it is set up stands in its school file, not here. */
export class School extends SchoolSchema.class {}
SchoolSchema.setClass(School);
