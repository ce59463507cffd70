import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import { nameOrder } from '../names.ts';
import { inMyRooms } from '../rooms/rooms-of.ts';
import type { CardClassroomView, PersonCardView, PersonView } from '../views.ts';
import { personJson } from './person-view.ts';
import { mayFind } from './read-people.ts';

/**
 * What the asker may know of somebody of the school: of people they find by search, of people who are or were in one of their
 * rooms, and of themselves. With it come the classes that both are in; admins see all classes of the person.
 * @throws DomainError `missing` for all others, as if there were nobody
 */
export async function readCard(work: UnitOfWork, personId: string): Promise<PersonCardView> {
  const person = await findPerson(work, personId);
  if (!person || !((await mayFind(work, personId)) || (await isKnown(work, personId)))) throw missing();
  return { person, classrooms: await classesInCommon(work, personId), kept: await isKept(work, personId) };
}

async function findPerson({ em }: UnitOfWork, personId: string): Promise<PersonView | undefined> {
  const rows = await run(
    em,
    sql({ person: json<PersonView>() })`select ${personJson(sql`h`)} person from person h where h.id = ${personId}`,
  );
  return rows[0]?.person;
}

/** Themselves, or somebody whose name stands in a room that they see. */
async function isKnown({ em, asked }: UnitOfWork, personId: string): Promise<boolean> {
  const me = asked.person?.id ?? null;
  if (personId === me) return true;
  const rows = await run(
    em,
    sql`select 1 from participant p join room r on r.id = p.room_id join participant o on o.room_id = r.id
     where p.person_id = ${me} and o.person_id = ${personId} and ${inMyRooms(asked.school.plugins)} limit 1`,
  );
  return rows.length > 0;
}

async function isKept({ em, asked }: UnitOfWork, personId: string): Promise<boolean> {
  const rows = await run(
    em,
    sql`select 1 from contact where owner_id = ${asked.person?.id ?? null} and person_id = ${personId}`,
  );
  return rows.length > 0;
}

async function classesInCommon({ em, asked }: UnitOfWork, personId: string): Promise<CardClassroomView[]> {
  const { person, school } = asked;
  const rows = await run(
    em,
    sql({
      classroom: json<CardClassroomView>(),
    })`select jsonb_build_object('id', c.id, 'title', c.title, 'role', e.role) classroom
     from enrolment e join classroom c on c.id = e.classroom_id and c.archived_at is null
     left join enrolment mine on mine.classroom_id = c.id and mine.person_id = ${person?.id ?? null}
       and mine.ended_at is null
     where e.person_id = ${personId} and e.ended_at is null
       and (mine.role is not null or ${person?.role === 'admin'}::boolean)`,
  );
  const order = nameOrder(school.locale);
  return rows.map(({ classroom }) => classroom).sort((a, b) => order(a.title, b.title));
}
