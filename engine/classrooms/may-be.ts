import type { ClassRole, SchoolRole } from '../roles/roles.ts';

/** What a person of the school can be on a roster: a student never becomes a class's staff, nor a guardian its student. */
export const MAY_BE: Readonly<Record<SchoolRole, readonly ClassRole[]>> = {
  admin: ['teacher', 'assistant'],
  teacher: ['teacher', 'assistant'],
  assistant: ['assistant', 'teacher'],
  student: ['student'],
  guardian: ['guardian'],
};

export const WRONG_ROLE = 'That role does not fit what this person is in the school.';
