import { defineEntity, type EntityManager, p } from '@mikro-orm/postgresql';
import { run, sql } from '../database/sql.ts';
import type { Grant } from '../roles/roles.ts';

const PersonGrantSchema = defineEntity({
  name: 'PersonGrant',
  tableName: 'person_grant',
  properties: {
    personId: p.uuid().primary(),
    name: p.string().primary(),
    schoolId: p.uuid(),
    /** The admin; null when it was given by whoever runs the server. */
    grantedBy: p.uuid().nullable(),
    grantedAt: p.datetime(),
  },
});
/** Something a person may do in the school beside what their role allows. */
export class PersonGrant extends PersonGrantSchema.class {}
PersonGrantSchema.setClass(PersonGrant);

/** Whether somebody of the school's staff holds a grant now. */
export async function holdsGrant(em: EntityManager, personId: string, name: Grant): Promise<boolean> {
  const rows = await run(
    em,
    sql`select 1 from person_grant g join person h on h.id = g.person_id
     where g.person_id = ${personId} and g.name = ${name} and h.left_at is null
       and h.role in ('admin', 'teacher', 'assistant')`,
  );
  return rows.length > 0;
}
