import { z } from 'zod';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { joined, run, sql } from '../database/sql.ts';
import { isoUtc } from '../messages/thread-facts.ts';
import { nameOrder, searchTerms } from '../names.ts';
import { GRANTS, SCHOOL_ROLES } from '../roles/roles.ts';
import type { PersonState, SchoolPeoplePage, SchoolPersonView } from '../views.ts';
import { adminsOnly } from './admins.ts';
import { personJson } from './person-view.ts';

/** here: at the school now · never: of those, who have never signed in · ended: no longer at the school. */
export const PERSON_STATES = ['here', 'never', 'ended'] as const satisfies readonly PersonState[];

export const PeopleAsked = z.strictObject({
  /** Beginnings of the words of a name, or a part of an address or user name. */
  search: z
    .string()
    .trim()
    .max(80)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'That is not a name.')
    .optional(),
  state: z.enum(PERSON_STATES).default('here'),
  role: z.enum(SCHOOL_ROLES).optional(),
  grant: z.enum(GRANTS).optional(),
  /** After this person, as the page before said in `next`. */
  after: z.strictObject({ id: z.uuid(), name: z.string().max(200) }).optional(),
  limit: z.int().min(1).max(100).default(50),
});
type Asked = z.output<typeof PeopleAsked>;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly state: PersonState;
}

/** The people of the school for its admins, by name, page by page. @throws DomainError `people.admins-only` */
export async function listPeople(work: UnitOfWork, asked: Asked): Promise<SchoolPeoplePage> {
  if (work.asked.person?.role !== 'admin') throw adminsOnly();
  const all = await matching(work, asked);
  const counts = { here: 0, never: 0, ended: 0 };
  for (const { state } of all) counts[state] += 1;
  const order = nameOrder(work.asked.school.locale);
  const inOrder = (a: Pick<Row, 'id' | 'name'>, b: Pick<Row, 'id' | 'name'>) =>
    order(a.name, b.name) || (a.id < b.id ? -1 : Number(a.id > b.id));
  const shown = all
    .filter(({ state }) => state === asked.state || (asked.state === 'here' && state === 'never'))
    .filter((row) => !asked.after || inOrder(asked.after, row) < 0)
    .sort(inOrder);
  const page = shown.slice(0, asked.limit);
  const last = shown.length > page.length ? page.at(-1) : undefined;
  return {
    people: await readPage(
      work,
      page.map(({ id }) => id),
    ),
    counts: { ...counts, here: counts.here + counts.never },
    next: last ? { id: last.id, name: last.name } : null,
  };
}

/** Everybody who is meant, whatever their state: their languages have one order, which is not the database's. */
async function matching({ em }: UnitOfWork, { search = '', role, grant }: Asked): Promise<Row[]> {
  const terms = searchTerms(search);
  const stands = terms.map((term) => sql`strpos(h.search_key, ${term}) > 0`);
  const byName = stands.length > 0 ? joined(stands, sql` and `) : sql`false`;
  return run(
    em,
    sql<Row>`select h.id, h.name,
       case when h.left_at is not null then 'ended' when h.last_seen_at is null then 'never' else 'here' end state
     from person h
     where (${search} = '' or (${byName}) or strpos(lower(coalesce(h.email, h.user_name)), lower(${search})) > 0)
       and h.role = coalesce(${role ?? null}, h.role)
       and (${grant ?? null}::text is null
         or exists (select 1 from person_grant g where g.person_id = h.id and g.name = ${grant ?? null}))`,
  );
}

/** SQL of a person as an admin sees them, over `h`. */
export const SCHOOL_PERSON = sql`jsonb_build_object('person', ${personJson(sql`h`)}, 'email', h.email,
    'userName', h.user_name,
  'classes', (select count(*) from enrolment e where e.person_id = h.id and e.ended_at is not distinct from h.left_at),
  'lastSeenAt', ${isoUtc(sql`h.last_seen_at`)}, 'invited', h.account_id is null, 'endedAt', ${isoUtc(sql`h.left_at`)},
  'grants', (select coalesce(jsonb_agg(g.name order by g.name), '[]') from person_grant g where g.person_id = h.id))`;

async function readPage({ em }: UnitOfWork, ids: readonly string[]): Promise<SchoolPersonView[]> {
  if (ids.length === 0) return [];
  const rows = await run(
    em,
    sql({
      person: json<SchoolPersonView>(),
    })`select ${SCHOOL_PERSON} person from unnest(${ids}::uuid[]) with ordinality as page(id, place)
     join person h on h.id = page.id order by page.place`,
  );
  return rows.map(({ person }) => person);
}
