import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { isoUtc } from '../messages/thread-facts.ts';
import { nameOrder } from '../names.ts';
import type { Grant } from '../roles/roles.ts';
import type { PersonView } from '../views.ts';
import { adminsOnly } from './admins.ts';
import { personJson } from './person-view.ts';

export interface GrantView {
  readonly person: PersonView;
  readonly grant: Grant;
  readonly grantedAt: string;
}

/** Who of the school holds which grant, by name, for admins. @throws DomainError `forbidden` */
export async function readGrants({ em, asked }: UnitOfWork): Promise<GrantView[]> {
  if (asked.person?.role !== 'admin') throw adminsOnly();
  const rows = await run(
    em,
    sql({ view: json<GrantView>() })`select jsonb_build_object('person', ${personJson(sql`h`)}, 'grant', g.name,
       'grantedAt', ${isoUtc(sql`g.granted_at`)}) view
     from person_grant g join person h on h.id = g.person_id
     where h.left_at is null order by h.id, g.name`,
  );
  const order = nameOrder(asked.school.locale);
  return rows.map(({ view }) => view).sort((a, b) => order(a.person.name, b.person.name));
}
