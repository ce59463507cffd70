import { describe, expect, test } from 'vitest';
import { can, ENGINE_PERMISSIONS, type EnginePermission } from './can.ts';
import { isStaff, ROOM_ROLES, roomRoleFor, SCHOOL_ROLES } from './roles.ts';

const permissions = Object.keys(ENGINE_PERMISSIONS) as EnginePermission[];

describe('roles', () => {
  test('of a room follow from what one is in class', () => {
    expect((['teacher', 'assistant', 'student', 'guardian'] as const).map(roomRoleFor)).toEqual([
      'moderator',
      'moderator',
      'member',
      'observer',
    ]);
  });

  test('of a school count as staff down to assistants', () => {
    expect(SCHOOL_ROLES.filter(isStaff)).toEqual(['admin', 'teacher', 'assistant']);
  });

  test('rise: who stands above may all that those below may, and observers only read', () => {
    for (const permission of permissions) {
      const holders = ROOM_ROLES.filter((role) => can(role, permission));
      expect(holders, permission).toEqual(ROOM_ROLES.slice(0, holders.length));
      expect(holders, permission).not.toContain('observer');
      expect(holders, permission).toContain('host');
    }
  });
});
