import type { Audience } from '../contract.ts';

/** Every English word these components say. */
export const words = {
  list: 'People to mention',
  mention: 'Mention',
  about: { teachers: 'All staff in this room', class: 'Everybody in this room' } satisfies Record<Audience, string>,
  roles: { admin: 'Admin', teacher: 'Teacher', assistant: 'Assistant', student: '', guardian: 'Guardian' },
  found: (count: number) =>
    count === 1 ? '1 person to mention. Enter takes it.' : `${count} to mention. Arrow keys choose, Enter takes one.`,
} as const;
