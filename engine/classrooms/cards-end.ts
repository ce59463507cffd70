import type { Draft } from '../commands/commands.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { invalid } from '../errors/domain-error.ts';
import { aheadAt, wallClock } from '../wall-clock.ts';

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
  const end = until === undefined ? await endOfOthers(work, classroomId) : endOf(work, until);
  if (!end || end <= work.at) throw invalid('until', 'Say until which day the cards are valid, today or later.');
  return end;
}

function endOf({ asked, at }: UnitOfWork, until: string): Date {
  const days = (Date.parse(until) - at.getTime()) / DAY_MS;
  if (days > MOST_DAYS) throw invalid('until', `Cards are valid for ${MOST_DAYS} days at most.`);
  return endOfDay(until, asked.school.timezone);
}

/**
 * The first moment at which a clock on the wall of this time zone shows a day after this one; of a midnight that comes twice
 * the first, and where there is none the moment at which the clock is put past it. Clocks change once in two days at most.
 */
export function endOfDay(day: string, timezone: string): Date {
  const midnight = Date.parse(day) + DAY_MS;
  const moments = [-DAY_MS, DAY_MS].map((apart) => midnight - aheadAt(midnight + apart, timezone));
  return new Date(Math.min(...moments.filter((at) => wallClock(at, timezone) >= midnight)));
}

async function endOfOthers({ em }: UnitOfWork, classroomId: string): Promise<Date | null> {
  const [row] = await run(
    em,
    sql<{ end: Date | null }>`select max(expires_at) "end" from class_card where classroom_id = ${classroomId}`,
  );
  return row?.end ? new Date(row.end) : null;
}

/** Ends every card of somebody: they may have none from now on. */
export async function endCards({ em }: UnitOfWork, personId: string, classroomId?: string): Promise<void> {
  await run(
    em,
    sql`delete from class_card where person_id = ${personId} ${classroomId ? sql`and classroom_id = ${classroomId}` : sql``}`,
  );
}
