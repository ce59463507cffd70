import { z } from 'zod';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { findClassroomToRun } from './find-classroom.ts';
import { planRoster } from './plan-roster.ts';
import type { PlannedLine } from './planned-line.ts';
import { type ReadRoster, RosterText, readRoster } from './roster/read-roster.ts';

export const PreviewDraft = RosterText.extend({ classroomId: z.uuid() });

/** How a list was read, and what handing it in would do. */
export interface RosterPreview extends Omit<ReadRoster, 'people'> {
  readonly lines: readonly Omit<PlannedLine, 'personId'>[];
}

/**
 * What `classroom.enrolMany` would do with a list, line by line. Nothing is written.
 * @throws DomainError `missing`, `classrooms.not-allowed`; `invalid` when it is no list
 */
export async function previewRoster(
  work: UnitOfWork,
  { classroomId, ...list }: z.output<typeof PreviewDraft>,
): Promise<RosterPreview> {
  await findClassroomToRun(work, classroomId);
  const { people, ...read } = readRoster(list);
  const planned = await planRoster(work, classroomId, people);
  return { ...read, lines: planned.map(({ personId: _, ...line }) => line) };
}
