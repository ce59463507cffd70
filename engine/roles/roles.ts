/** What a person is in a school. Staff = admin, teacher, assistant. */
export const SCHOOL_ROLES = ['admin', 'teacher', 'assistant', 'student', 'guardian'] as const;
export type SchoolRole = (typeof SCHOOL_ROLES)[number];

/** What a person is in a class: the roster's word. */
export const CLASS_ROLES = ['teacher', 'assistant', 'student', 'guardian'] as const;
export type ClassRole = (typeof CLASS_ROLES)[number];

/** What a person is in a room. Observers read and never write. */
export const ROOM_ROLES = ['host', 'moderator', 'member', 'observer'] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

/** What an admin may give a member of staff beside their role. safeguarding: to look after pupils' safety in what they write. */
export const GRANTS = ['safeguarding'] as const;
export type Grant = (typeof GRANTS)[number];

export const isStaff = (role: SchoolRole): boolean => role === 'admin' || role === 'teacher' || role === 'assistant';

/** The room role with which somebody of the class enters a room; whoever opens it enters as host instead. */
export function roomRoleFor(role: ClassRole): RoomRole {
  if (role === 'teacher' || role === 'assistant') return 'moderator';
  return role === 'student' ? 'member' : 'observer';
}
