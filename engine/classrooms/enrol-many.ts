import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { INVITE_JOB, type InviteJob } from '../accounts/invite.ts';
import { addPerson, personWithEmail } from '../accounts/roster.ts';
import { EmailAddress, PersonName } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import type { Outcome } from '../commands/commands.ts';
import { promise, type UnitOfWork } from '../commands/unit-of-work.ts';
import { DomainError, forbidden, invalid } from '../errors/domain-error.ts';
import { CLASS_ROLES, type ClassRole } from '../roles/roles.ts';
import { Enrolment } from './enrolment.ts';
import { findClassroomToRun } from './find-classroom.ts';

const MOST_LINES = 1_000;
const Line = z.object({ email: EmailAddress, name: PersonName, role: z.enum(CLASS_ROLES) });
type Line = z.output<typeof Line>;

/**
 * Enrols a list of `email,name,role` (a heading line may stand first; the role may be left out and is then student).
 * People the school does not know are added to it, and invited by mail. A line that cannot be done is told and skipped; the
 * others are done.
 */
export const enrolMany = command('classroom.enrolMany', {
  draft: z.strictObject({ classroomId: z.uuid(), csv: z.string().max(200_000) }),
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  async run({ classroomId, csv }, _access, work) {
    const report: Outcome<'classroom.enrolMany'> = { added: 0, already: 0, invited: 0, problems: [] };
    for (const { line, record } of linesOf(csv)) {
      try {
        await enrolLine(work, classroomId, lineOf(record), report);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        report.problems.push({ line, problem: error.message });
      }
      // Each line writes whole: what it loaded need not be looked through again for each line after it.
      work.em.clear();
    }
    return report;
  },
});

async function enrolLine(
  work: UnitOfWork,
  classroomId: string,
  { email, name, role }: Line,
  report: Outcome<'classroom.enrolMany'>,
): Promise<void> {
  await refuseNewStaff(work, email, role);
  const { person } = await addPerson(work.em, { schoolId: work.asked.school.id, email, name, role });
  const enrolled = await work.em.findOne(Enrolment, { classroomId, personId: person.id, endedAt: null });
  if (enrolled) {
    report.already += 1;
    return;
  }
  await work.engine.runGranted(work, 'classroom.enrol', { classroomId, personId: person.id, role }, {});
  report.added += 1;
  if (person.accountId) return;
  const payload: InviteJob = { personId: person.id, greet: name };
  promise(work, { kind: INVITE_JOB, payload, byPlugin: null, dueAt: null });
  report.invited += 1;
}

/** Whoever runs a class may bring pupils and guardians to the school; bringing staff is for its admins. */
async function refuseNewStaff(work: UnitOfWork, email: string, role: ClassRole): Promise<void> {
  if (role === 'student' || role === 'guardian' || work.asked.person?.role === 'admin') return;
  if (await personWithEmail(work.em, work.asked.school.id, email)) return;
  throw forbidden('classrooms.new-staff', 'Only an admin may add staff whom the school does not know yet.');
}

function lineOf([email = '', name = '', role = '']: readonly string[]): Line {
  const parsed = Line.safeParse({ email, name, role: role.toLowerCase() || 'student' });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(
    String(issue?.path[0] ?? 'line'),
    issue?.path[0] === 'role' ? `"${role}" is not a role of a class.` : (issue?.message ?? 'Not valid.'),
  );
}

function linesOf(csv: string): { line: number; record: string[] }[] {
  const records = parsed(csv).map(({ record, info }) => ({ line: info.lines, record }));
  const first = records[0]?.record[0]?.toLowerCase();
  const lines = first === 'email' ? records.slice(1) : records;
  if (lines.length > MOST_LINES) throw invalid('csv', `At most ${MOST_LINES} lines at once.`);
  return lines;
}

function parsed(csv: string): { record: string[]; info: { lines: number } }[] {
  try {
    const options = {
      bom: true,
      trim: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter: [',', ';', '\t'],
    };
    return parse(csv, options) as unknown as { record: string[]; info: { lines: number } }[];
  } catch {
    throw invalid('csv', 'That is not a list of email,name,role.');
  }
}
