import type { Draft } from '../commands/commands.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { invalid } from '../errors/domain-error.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

/**
 * When the last day of new cards ends in the school's time zone: the day that is said, else that of the class's other cards.
 * @throws DomainError `invalid`, naming `until`
 */
export async function cardsEnd(
  work: UnitOfWork,
  { classroomId, until }: Pick<Draft<'classroom.makeCards'>, 'classroomId' | 'until'>,
): Promise<Date> {
  const end = until === undefined ? await endOfOthers(work, classroomId) : await endOf(work, until);
  if (!end || end <= work.at) throw invalid('until', 'Say until which day the cards are valid, today or later.');
  return end;
}

async function endOf({ em, asked, at }: UnitOfWork, until: string): Promise<Date> {
  const days = (Date.parse(until) - at.getTime()) / DAY_MS;
  if (days > MOST_DAYS) throw invalid('until', `Cards are valid for ${MOST_DAYS} days at most.`);
  // PostgreSQL knows no year 0, and what is past is refused as such.
  if (days < -2) return new Date(0);
  return endOfDay(em, until, asked.school.timezone);
}

/**
 * The first moment at which a clock on the wall of this time zone shows a day after this one. A midnight that comes twice is the
 * first of the two, of which PostgreSQL takes the second; clocks go back by an hour at most.
 */
export async function endOfDay(em: UnitOfWork['em'], day: string, timezone: string): Promise<Date> {
  const [row] = await em.execute<{ end: Date }[]>(
    `select min(at) "end" from (select (?::date + 1)::timestamp midnight, ?::text zone) day,
       lateral (values (midnight at time zone zone), (midnight at time zone zone - interval '1 hour')) moment(at)
     where at at time zone zone >= midnight`,
    [day, timezone],
  );
  return new Date(row?.end ?? 0);
}

async function endOfOthers({ em }: UnitOfWork, classroomId: string): Promise<Date | null> {
  const [row] = await em.execute<{ end: Date | null }[]>(
    'select max(expires_at) "end" from class_card where classroom_id = ?',
    [classroomId],
  );
  return row?.end ? new Date(row.end) : null;
}

/** Ends every card of somebody: they may have none from now on. */
export async function endCards({ em }: UnitOfWork, personId: string, classroomId?: string): Promise<void> {
  await em.execute(
    `delete from class_card where person_id = ? ${classroomId ? 'and classroom_id = ?' : ''}`,
    classroomId ? [personId, classroomId] : [personId],
  );
}
