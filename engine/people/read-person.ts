import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { run, sql, text } from '../database/sql.ts';
import { DomainError, missing } from '../errors/domain-error.ts';
import { isoUtc } from '../messages/thread-facts.ts';
import { nameOrder } from '../names.ts';
import type { ActView, SchoolPersonDetails } from '../views.ts';
import { adminsOnly } from './admins.ts';
import { SCHOOL_PERSON } from './list-people.ts';
import { Person } from './person.ts';
import { personJson } from './person-view.ts';
import { accountToReset } from './reset-password.ts';

const MOST_ACTS = 100;

/** One person of the school, and what was done about them, for its admins. @throws DomainError `people.admins-only`, `missing` */
export async function readSchoolPerson(work: UnitOfWork, personId: string): Promise<SchoolPersonDetails> {
  const { em, asked } = work;
  if (asked.person?.role !== 'admin') throw adminsOnly();
  const [row] = await run(
    em,
    sql({
      details: json<Omit<SchoolPersonDetails, 'slip' | 'acts'>>(),
    })`select ${SCHOOL_PERSON} || jsonb_build_object('since', ${isoUtc(sql`h.created_at`)}, 'inClasses', ${CLASSES},
       'given', ${GIVEN}, 'cards', ${CARDS}) details
     from person h where h.id = ${personId}`,
  );
  if (!row) throw missing();
  const order = nameOrder(asked.school.locale);
  const inClasses = [...row.details.inClasses].sort((a, b) => order(a.title, b.title));
  return { ...row.details, inClasses, slip: await maySlip(work, personId), acts: await readActs(work, personId) };
}

const CLASSES = sql`(select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'title', c.title, 'role', e.role,
    'onlyTeacher', e.role = 'teacher' and not exists (select 1 from enrolment o where o.classroom_id = c.id
      and o.person_id <> h.id and o.role = 'teacher' and o.ended_at is null))), '[]')
  from enrolment e join classroom c on c.id = e.classroom_id
  where e.person_id = h.id and e.ended_at is not distinct from h.left_at and c.archived_at is null)`;

const CARDS = sql`(select coalesce(jsonb_agg(jsonb_build_object('classroomId', k.classroom_id,
    'madeAt', ${isoUtc(sql`k.made_at`)},
    'expiresAt', ${isoUtc(sql`k.expires_at`)}, 'usedAt', ${isoUtc(sql`k.used_at`)}) order by k.classroom_id), '[]')
  from class_card k where k.person_id = h.id and k.expires_at > now())`;

const GIVEN = sql`(select coalesce(jsonb_agg(jsonb_build_object('grant', g.name, 'at', ${isoUtc(sql`g.granted_at`)},
    'by', case when giver.id is null then null else ${personJson(sql`giver`)} end) order by g.name), '[]')
  from person_grant g left join person giver on giver.id = g.granted_by where g.person_id = h.id)`;

async function maySlip(work: UnitOfWork, personId: string): Promise<string> {
  const person = await work.em.findOneOrFail(Person, { id: personId });
  if (person.leftAt != null) return 'people.ended';
  try {
    await accountToReset(work, person);
    return 'yes';
  } catch (refusal) {
    if (refusal instanceof DomainError) return refusal.code;
    throw refusal;
  }
}

async function readActs({ em }: UnitOfWork, personId: string): Promise<ActView[]> {
  const rows = await run(
    em,
    sql({
      act: json<ActView>(),
    })`select jsonb_build_object('id', a.id, 'what', a.what, 'at', ${isoUtc(sql`a.at`)}, 'facts', a.facts,
       'by', case when by_one.id is not null then ${personJson(sql`by_one`)}
         when a.by_plugin is not null then jsonb_build_object('plugin', a.by_plugin) end) act
     from person_act a left join person by_one on by_one.id = a.by_person
     where a.person_id = ${personId} order by a.id desc limit ${text(MOST_ACTS)}`,
  );
  return rows.map(({ act }) => act);
}
