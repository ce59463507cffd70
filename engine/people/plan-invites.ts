import { knownBy, plannedLine } from '../classrooms/plan-roster.ts';
import type { PlannedLine } from '../classrooms/planned-line.ts';
import { checkLines } from '../classrooms/roster/check-lines.ts';
import { type ListedPerson, type ReadRoster, type RosterText, readRoster } from '../classrooms/roster/read-roster.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { adminsOnly } from './admins.ts';

const NO_ADDRESS = 'An invitation needs an email address. Pupils without one are added to a class.';

/** What inviting a list to the school would do, line by line. Admins are made one by one, never by a list. */
export async function planInvites(work: UnitOfWork, people: readonly ListedPerson[]): Promise<PlannedLine[]> {
  const checked = checkLines(people);
  const known = await knownBy(work, null, checked);
  return checked.map((line) =>
    plannedLine(line, known, (found) => {
      if (line.email === '') return { act: 'skip', why: NO_ADDRESS };
      return { act: found ? 'already' : 'invite' };
    }),
  );
}

/** How a list was read, and what `person.inviteMany` would do with it. */
export interface InvitePreview extends Omit<ReadRoster, 'people'> {
  readonly lines: readonly Omit<PlannedLine, 'personId'>[];
}

/** Nothing is written. @throws DomainError `people.admins-only`; `invalid` when it is no list */
export async function previewInvites(work: UnitOfWork, list: RosterText): Promise<InvitePreview> {
  if (work.asked.person?.role !== 'admin') throw adminsOnly();
  const { people, ...read } = readRoster(list);
  const planned = await planInvites(work, people);
  return { ...read, lines: planned.map(({ personId: _, ...line }) => line) };
}
