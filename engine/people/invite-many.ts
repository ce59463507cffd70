import { z } from 'zod';
import type { PlannedLine } from '../classrooms/planned-line.ts';
import { RosterText, readRoster } from '../classrooms/roster/read-roster.ts';
import { command } from '../commands/command.ts';
import type { Outcome } from '../commands/commands.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { SchoolRole } from '../roles/roles.ts';
import { adminAccess } from './admins.ts';
import { planInvites } from './plan-invites.ts';

type Report = Outcome<'person.inviteMany'>;

/**
 * Invites the people of a list to the school, as `people.previewInvites` shows it. A line that cannot be done is told and
 * skipped; the others are done. A long list is handed in part by part: `from` and `to` are lines of it. Twice is once.
 */
export const inviteMany = command('person.inviteMany', {
  draft: RosterText.extend({ from: z.int().positive().optional(), to: z.int().positive().optional() }),
  access: adminAccess,
  async run({ from = 1, to = Number.MAX_SAFE_INTEGER, ...list }, _access, work) {
    const report: Report = { invited: 0, already: 0, problems: [] };
    const people = readRoster(list).people.filter(({ line }) => line >= from && line <= to);
    for (const planned of await planInvites(work, people)) await act(work, planned, report);
    return report;
  },
});

async function act(work: UnitOfWork, planned: PlannedLine, report: Report): Promise<void> {
  const { act: what, line, why, email, name, role } = planned;
  if (what === 'already') report.already += 1;
  else if (what === 'skip') report.problems.push({ line, problem: why ?? '' });
  else {
    try {
      await work.engine.runGranted(work, 'person.invite', { email, name, role: role as SchoolRole }, {});
      report.invited += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      report.problems.push({ line, problem: error.message });
    }
  }
}
