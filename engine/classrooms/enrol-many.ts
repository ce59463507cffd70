import { z } from 'zod';
import { addPerson } from '../accounts/roster.ts';
import { command } from '../commands/command.ts';
import type { Outcome } from '../commands/commands.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { DomainError } from '../errors/domain-error.ts';
import { promiseInvitation } from '../people/invite-person.ts';
import { Person } from '../people/person.ts';
import type { ClassRole } from '../roles/roles.ts';
import { addPupil } from './add-pupil.ts';
import { Enrolment } from './enrolment.ts';
import { findClassroomToRun } from './find-classroom.ts';
import { planRoster } from './plan-roster.ts';
import type { PlannedLine } from './planned-line.ts';
import { RosterText, readRoster } from './roster/read-roster.ts';

type Report = Outcome<'classroom.enrolMany'>;

/**
 * Enrols the people of a list, as `classrooms.previewRoster` shows it: those the school does not know are added to it, and
 * invited by mail, or have an account at once where they are pupils without an address; a role that the list says is changed. A line that cannot be done is told and skipped; the others are done.
 * A long list is handed in part by part: `from` and `to` are lines of it. Twice is once.
 */
export const enrolMany = command('classroom.enrolMany', {
  draft: RosterText.extend({
    classroomId: z.uuid(),
    from: z.int().positive().optional(),
    to: z.int().positive().optional(),
  }),
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  async run({ classroomId, from = 1, to = Number.MAX_SAFE_INTEGER, ...list }, _access, work) {
    const report: Report = { added: 0, changed: 0, already: 0, invited: 0, accounts: 0, problems: [] };
    // All of the list is looked at each time: a user name that stands further down is not given to somebody above it.
    const whole = await planRoster(work, classroomId, readRoster(list).people);
    const plan = whole.filter(({ line }) => line >= from && line <= to);
    await confirmListed(work, classroomId, plan);
    for (const planned of plan) {
      try {
        await act(work, classroomId, planned, report);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        report.problems.push({ line: planned.line, problem: error.message });
      }
      // Each line writes whole: what it loaded need not be looked through again for each line after it.
      work.em.clear();
    }
    return report;
  },
});

/** Who came by a code and stands on the school's list is there by its word from now on. */
async function confirmListed({ em }: UnitOfWork, classroomId: string, plan: readonly PlannedLine[]): Promise<void> {
  const known = plan.flatMap(({ act, personId }) => (act === 'already' && personId ? [personId] : []));
  if (known.length === 0) return;
  await run(
    em,
    sql`update enrolment set by_code = false
      where classroom_id = ${classroomId} and person_id = any(${known}::uuid[]) and by_code`,
  );
}

async function act(work: UnitOfWork, classroomId: string, planned: PlannedLine, report: Report): Promise<void> {
  if (planned.act === 'already') report.already += 1;
  else if (planned.act === 'skip') report.problems.push({ line: planned.line, problem: planned.why ?? '' });
  else if (planned.act === 'account') {
    await addPupil(work, classroomId, planned);
    report.added += 1;
    report.accounts += 1;
  } else await enrol(work, classroomId, planned, report);
}

async function enrol(
  work: UnitOfWork,
  classroomId: string,
  { email, name, role: wanted, personId }: PlannedLine,
  report: Report,
): Promise<void> {
  const role = wanted as ClassRole;
  const { id: schoolId } = work.asked.school;
  const known = personId && (await work.em.findOne(Person, { id: personId }));
  const person = known || (await addPerson(work.em, { schoolId, email, name, role })).person;
  // Somebody may have been faster since the list was planned.
  const before = await work.em.findOne(Enrolment, { classroomId, personId: person.id, endedAt: null });
  if (before && (before.role === role || personId === null)) {
    report.already += 1;
    return;
  }
  await work.engine.runGranted(work, 'classroom.enrol', { classroomId, personId: person.id, role }, {});
  report[before ? 'changed' : 'added'] += 1;
  if (before || person.accountId) return;
  promiseInvitation(work, person.id, name);
  report.invited += 1;
}
